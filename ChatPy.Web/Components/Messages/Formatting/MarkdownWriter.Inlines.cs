using Markdig.Syntax.Inlines;

namespace ChatPy.Web.Components.Messages.Formatting;

internal sealed partial class MarkdownWriter
{
    private bool _isInLink;

    private void WriteInlines(ContainerInline? inlines)
    {
        for (Inline? inline = inlines?.FirstChild; inline is not null; inline = inline.NextSibling) { WriteInline(inline); }
    }

    private void WriteInline(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                // The arm of ¯\_(ツ)_/¯ stays, and so does C:\_new: a backslash goes only where a person writes one to save a mark.
                if (literal.IsFirstCharacterEscaped && literal.Content.CurrentChar is not ('*' or '`' or '~')) { _text.Append('\\'); }
                _text.Append(literal.Content.AsSpan());
                break;
            case LineBreakInline line:
                _text.Append(line.IsBackslash ? "\\\n" : "\n");
                break;
            case CodeInline code:
                WriteCode(code);
                break;
            case EmphasisInline { DelimiterChar: '_', DelimiterCount: 2 } name:
                // __init__ is a name, and the pupils write it every day.
                _text.Append("__");
                WriteInlines(name);
                _text.Append("__");
                break;
            case EmphasisInline emphasis:
                Open(emphasis switch { { DelimiterChar: '~' } => "s", { DelimiterCount: 2 } => "strong", _ => "em" });
                WriteInlines(emphasis);
                Close();
                break;
            case LinkInline link:
                WriteLink(link);
                break;
            case AutolinkInline { IsEmail: false } link when !_isInLink && WebLink.TryRead(link.Url, out WebLink? target):
                OpenLink(target, showHost: !target.IsPlain);
                _text.Append(link.Url);
                Close();
                break;
            case DelimiterInline open:
                _text.Append(open.ToLiteral());
                WriteInlines(open);
                break;
            default:
                Append(inline.Span);
                break;
        }
    }

    private void WriteCode(CodeInline code)
    {
        (int start, int end) = (code.Span.Start + code.DelimiterCount, code.Span.End + 1 - code.DelimiterCount);
        string typed = 0 <= start && start <= end && end <= _source.Length ? _source[start..end] : code.Content;
        if (code.DelimiterCount >= 3 && typed.Contains('\n', StringComparison.Ordinal))
        {
            WriteCode(typed.Trim('\n'), null, isOpen: false);   // a block whose fences share their lines with the code
            return;
        }

        Open("code");
        _text.Append(typed.Contains('\n', StringComparison.Ordinal) ? typed : code.Content);
        Close();
    }

    // Images too: nothing is ever fetched because somebody wrote its address.
    private void WriteLink(LinkInline link)
    {
        if (_isInLink || !WebLink.TryRead(link.Url, out WebLink? target))
        {
            Append(link.Span);
            return;
        }

        bool isBare = link.IsAutoLink || (link.FirstChild is LiteralInline only && only == link.LastChild && only.Content.AsSpan().SequenceEqual(link.Url));
        OpenLink(target, showHost: !isBare || !target.IsPlain);
        _isInLink = true;
        if (link.FirstChild is null) { _text.Append(target.Address); }
        WriteInlines(link);
        Close();
        _isInLink = false;
    }

    // The host is an attribute that the style shows: the text stays what its writer wrote.
    private void OpenLink(WebLink target, bool showHost)
    {
        Open("a");
        _builder.AddAttribute(1, "href", target.Address);
        _builder.AddAttribute(2, "rel", "noopener noreferrer nofollow");
        _builder.AddAttribute(3, "target", "_blank");
        if (!showHost) { return; }

        _builder.AddAttribute(4, "title", target.Address);
        _builder.AddAttribute(5, "data-host", target.Host);
    }
}
