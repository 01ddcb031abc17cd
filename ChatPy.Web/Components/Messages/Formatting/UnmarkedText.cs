using System.Text;
using Microsoft.AspNetCore.Components.Rendering;
#pragma warning disable BL0006   // frames are read here, and nothing depends on more of them than what they are
using Microsoft.AspNetCore.Components.RenderTree;

namespace ChatPy.Web.Components.Messages.Formatting;

/// <summary>A text without its marks, for where there is room for a line: in the list, in a quote, in a notification.</summary>
internal static class UnmarkedText
{
    /// <summary>What <see cref="MessageText"/> draws, as text: so there is one place that knows what a mark is.</summary>
    public static string Of(string text)
    {
        using var builder = new RenderTreeBuilder();
        MessageText.Of(text)(builder);
        ArrayRange<RenderTreeFrame> frames = builder.GetFrames();
        var plain = new StringBuilder(text.Length);
        foreach (RenderTreeFrame frame in frames.Array.AsSpan(0, frames.Count))
        {
            switch (frame)
            {
                case { FrameType: RenderTreeFrameType.Element, ElementName: "div" or "li" or "blockquote" }:
                case { FrameType: RenderTreeFrameType.Component }:
                    if (plain.Length > 0) { plain.Append('\n'); }
                    break;
                case { FrameType: RenderTreeFrameType.Text }:
                    plain.Append(frame.TextContent);
                    break;
                case { FrameType: RenderTreeFrameType.Attribute, AttributeName: nameof(CodeBlock.Code), AttributeValue: string code }:
                    plain.Append(code);
                    break;
            }
        }

        return plain.ToString();
    }
}
