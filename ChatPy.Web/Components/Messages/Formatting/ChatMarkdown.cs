using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ChatPy.Web.Components.Messages.Formatting;

/// <summary>
/// What of Markdown a chat understands: bold, italic, strike, code, quotes, lists and links. Headings, rules, tables, HTML, entities and
/// indented code are not among it: <c># a comment</c> of a pupil and a line that begins with four spaces stay as they were typed.
/// </summary>
internal static partial class ChatMarkdown
{
    // More than people write; what is nested deeper is shown as typed.
    private const int MaxBlockLevels = 5;
    private const int MaxInlineLevels = 16;
    private const int MaxMarks = 4000;
    private static readonly MarkdownPipeline s_pipeline = Build();

    /// <summary>The tree of a text, or none if the text is to be shown as typed. Its lines must end with a bare line feed.</summary>
    public static MarkdownDocument? Parse(string text)
    {
        if (!Mark().IsMatch(text) || Heap().IsMatch(text) || text.AsSpan().CountAny("*_~`[]<>") > MaxMarks) { return null; }

        try
        {
            MarkdownDocument document = Markdown.Parse(text, s_pipeline);
            return IsShallow(document, MaxBlockLevels) ? document : null;
        }
        catch (ArgumentException)
        {
            return null;   // the library's own limit of nesting
        }
    }

    // Anything else than these begins or ends nothing.
    [GeneratedRegex(@"[*_~`\[<]|://|www\.|^ {0,3}(?:>|-\s|\d{1,9}[.)]\s)", RegexOptions.Multiline)]
    private static partial Regex Mark();

    // A list in a list in a list, in one line. The parser would be long about it.
    [GeneratedRegex(@"^(?:[ \t]*(?:>|[-*][ \t]|\d{1,9}[.)][ \t])){8}", RegexOptions.Multiline)]
    private static partial Regex Heap();

    [GeneratedRegex(@"^\s*[\w+#.-]{0,20}\s*$")]
    private static partial Regex LanguageName();

    private static bool IsShallow(MarkdownObject node, int levels) => levels >= 0 && node switch
    {
        QuoteBlock or ListBlock => ((ContainerBlock)node).All(child => IsShallow(child, levels - 1)),
        ContainerBlock container => container.All(child => IsShallow(child, levels)),
        LeafBlock { Inline: { } inlines } => IsShallow(inlines, MaxInlineLevels),
        ContainerInline container => container.All(child => IsShallow(child, levels - 1)),
        _ => true,
    };

    private static MarkdownPipeline Build()
    {
        MarkdownPipelineBuilder builder = new MarkdownPipelineBuilder { PreciseSourceLocation = true }
            .DisableHtml()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseAutoLinks(new AutoLinkOptions { ValidPreviousCharacters = "*_~(\"'«“‘‹[<:,;", AllowDomainWithoutPeriod = true, UseHttpsForWWWLinks = true });

        OrderedList<BlockParser> blocks = builder.BlockParsers;
        blocks.TryRemove<HeadingBlockParser>();
        blocks.TryRemove<ThematicBreakParser>();
        blocks.TryRemove<IndentedCodeBlockParser>();
        var paragraphs = new ChatParagraphParser();
        blocks.InsertBefore<ParagraphBlockParser>(new AnswerParser(paragraphs));
        blocks.Replace<ParagraphBlockParser>(paragraphs);
        if (blocks.Find<FencedCodeBlockParser>() is { } fences) { fences.InfoParser = TakeLanguage; }
        if (blocks.Find<ListBlockParser>() is { } lists) { lists.ItemParsers.Replace<UnorderedListItemParser>(new BulletParser()); }

        builder.InlineParsers.TryRemove<HtmlEntityParser>();
        if (builder.InlineParsers.Find<EmphasisInlineParser>() is { } emphasis)
        {
            // 2*3*4 is arithmetic.
            emphasis.EmphasisDescriptors.RemoveAll(static kind => kind.Character == '*');
            emphasis.EmphasisDescriptors.Add(new EmphasisDescriptor('*', 1, 2, enableWithinWord: false));
        }

        return builder.Build();
    }

    // One word, as in ```python. Anything longer is code already, which must not vanish into a label.
    private static bool TakeLanguage(BlockProcessor processor, ref StringSlice line, IFencedBlock fenced, char openingCharacter) =>
        LanguageName().IsMatch(line.AsSpan()) && FencedBlockParserBase<FencedCodeBlock>.DefaultInfoParser(processor, ref line, fenced, openingCharacter);

    // A line that begins with + is a sum, or a vote.
    private sealed class BulletParser : UnorderedListItemParser
    {
        public BulletParser() => OpeningCharacters = ['-', '*'];
    }
}
