using Markdig.Syntax;
using Microsoft.AspNetCore.Components;

namespace ChatPy.Web.Components.Messages.Formatting;

/// <summary>What a message says, as content of its row. A component of its own for each would cost a page of 200 rows half a megabyte.</summary>
internal static class MessageText
{
    /// <summary>Takes a text apart; what comes back draws it, as often as need be.</summary>
    /// <param name="text">What was written, by whomever.</param>
    /// <param name="asTyped">Whether marks mean nothing: plain peers know no Markdown.</param>
    public static RenderFragment Of(string text, bool asTyped = false)
    {
        if (asTyped) { return builder => builder.AddContent(0, text); }

        string source = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return ChatMarkdown.Parse(source) is MarkdownDocument document
            ? builder => MarkdownWriter.Write(builder, source, document)
            : builder => builder.AddContent(0, source);
    }
}
