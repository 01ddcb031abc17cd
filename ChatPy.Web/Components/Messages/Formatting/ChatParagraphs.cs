using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatPy.Web.Components.Messages.Formatting;

/// <summary>Paragraphs as typed: they keep the white space before their lines, underline no headings and define no link targets.</summary>
internal sealed class ChatParagraphParser : ParagraphBlockParser
{
    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        if (processor.IsBlankLine) { return BlockState.BreakDiscard; }

        block.UpdateSpanEnd(processor.Line.End);
        return BlockState.Continue;
    }

    public override bool Close(BlockProcessor processor, Block block)
    {
        if (block is not ParagraphBlock { Lines.Count: > 0 } paragraph) { return false; }

        for (int i = 0; i < paragraph.Lines.Count; i++)
        {
            ref Markdig.Helpers.StringLine line = ref paragraph.Lines.Lines[i];

            // Within quotes and lists the white space is part of the mark.
            if (paragraph.Parent is MarkdownDocument) { line.Slice.Start = line.Position; } else { line.Slice.TrimStart(); }
        }

        return true;
    }
}

/// <summary>
/// The line after a quote or a list that does not carry its mark is the answer, and stands outside. (Markdown would take it in: "lazy
/// continuation".)
/// </summary>
internal sealed class AnswerParser(ChatParagraphParser paragraphs) : BlockParser
{
    public override BlockState TryOpen(BlockProcessor processor) =>
        processor.CurrentBlock is ParagraphBlock { Parent: { } parent } && HasEnded(parent) ? paragraphs.TryOpen(processor) : BlockState.None;

    // A list goes on as long as its item does; only the item says so.
    private static bool HasEnded(ContainerBlock container)
    {
        for (ContainerBlock? outer = container; outer is not null and not MarkdownDocument; outer = outer.Parent)
        {
            if (outer is not ListBlock && !outer.IsOpen) { return true; }
        }

        return false;
    }
}
