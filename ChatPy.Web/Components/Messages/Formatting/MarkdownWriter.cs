using System.Text;
using Markdig.Syntax;
using Microsoft.AspNetCore.Components.Rendering;

namespace ChatPy.Web.Components.Messages.Formatting;

/// <summary>
/// Draws the tree of a text as elements and text nodes. No text ever becomes markup, and no element or attribute is taken from a text but
/// the address of a link (<see cref="WebLink"/>).
/// </summary>
internal sealed partial class MarkdownWriter
{
    private readonly RenderTreeBuilder _builder;
    private readonly string _source;
    private readonly StringBuilder _text = new();   // what will be one text node

    private MarkdownWriter(RenderTreeBuilder builder, string source) => (_builder, _source) = (builder, source);

    /// <summary>Draws a text by its tree. One whose marks mean nothing is one text node.</summary>
    public static void Write(RenderTreeBuilder builder, string source, MarkdownDocument document)
    {
        var writer = new MarkdownWriter(builder, source);
        writer.WriteBlocks(document);
        writer.Flush();
    }

    private void WriteBlocks(ContainerBlock container)
    {
        for (int i = 0; i < container.Count;)
        {
            int end = i;
            while (end < container.Count && container[end] is ParagraphBlock) { end++; }

            if (end == i)
            {
                WriteBlock(container[i++]);
                continue;
            }

            // What stands alone needs no box of its own: the text of most messages is the content of their bubble.
            bool isAlone = end - i == container.Count || (i == 0 && container is ListItemBlock);
            if (!isAlone) { OpenBlock("div"); }
            WriteParagraphs(container, i, end);
            if (!isAlone) { Close(); }
            i = end;
        }
    }

    // Paragraphs that follow each other are one text, with the lines between them as they were typed.
    private void WriteParagraphs(ContainerBlock container, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (i > start)
            {
                (int from, int to) = (container[i - 1].Span.End + 1, container[i].Span.Start);
                _text.Append('\n', from < to ? Math.Max(1, _source.AsSpan(from, to - from).Count('\n')) : 1);
            }

            WriteInlines(((ParagraphBlock)container[i]).Inline);
        }
    }

    private void WriteBlock(Block block)
    {
        switch (block)
        {
            case QuoteBlock quote:
                OpenBlock("blockquote");
                WriteBlocks(quote);
                Close();
                break;
            case ListBlock list:
                WriteList(list);
                break;
            case FencedCodeBlock code:
                WriteCode(code.Lines.ToString(), code.Info, code.ClosingFencedCharCount == 0);
                break;
            default:
                Append(block.Span);
                break;
        }
    }

    private void WriteList(ListBlock list)
    {
        OpenBlock(list.IsOrdered ? "ol" : "ul");
        if (list.OfType<ListItemBlock>().Any(static item => item.Order > 999)) { _builder.AddAttribute(2, "class", "wide"); }
        foreach (ListItemBlock item in list.OfType<ListItemBlock>())
        {
            Open("li");
            if (list.IsOrdered) { _builder.AddAttribute(1, "value", item.Order); }   // as typed: 1, 3, 4 is no mistake to mend
            WriteBlocks(item);
            Close();
        }

        Close();
    }

    private void WriteCode(string code, string? language, bool isOpen)
    {
        Flush();
        string trimmed = code.TrimEnd();
        _builder.OpenComponent<CodeBlock>(0);

        // The end mark behind the last line instead of below it: everybody forgets the line break.
        _builder.AddComponentParameter(1, nameof(CodeBlock.Code), isOpen && trimmed.EndsWith("```", StringComparison.Ordinal) ? trimmed[..^3] : code);
        _builder.AddComponentParameter(2, nameof(CodeBlock.Language), language);
        _builder.CloseComponent();
    }

    private void OpenBlock(string element)
    {
        Open(element);
        _builder.AddAttribute(1, "dir", "auto");
    }

    private void Open(string element)
    {
        Flush();
        _builder.OpenElement(0, element);
    }

    private void Close()
    {
        Flush();
        _builder.CloseElement();
    }

    private void Append(SourceSpan span)
    {
        if (span.Start >= 0 && span.End < _source.Length && span.Length > 0) { _text.Append(_source, span.Start, span.Length); }
    }

    private void Flush()
    {
        if (_text.Length == 0) { return; }

        _builder.AddContent(0, _text.ToString());
        _text.Clear();
    }
}
