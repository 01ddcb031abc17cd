using System.Text;

namespace ChatPy.Tests.Support;

/// <summary>Texts that somebody will send one day: to break out of the page, to break the page, or without meaning any harm.</summary>
internal static class NaughtyTexts
{
    private const int MaxBytes = 16 * 1024;

    private static readonly string[] s_scripts =
        ["alert(1)", "confirm`1`", "location='//x.example'", "document.body.remove()", "fetch('/healthz')", "window.isHacked=true", "throw 1"];

    private static readonly string[] s_events =
        ["onerror", "onload", "onclick", "onfocus", "onmouseover", "onanimationstart", "ontoggle", "onbegin", "onpointerenter", "oncut", "onbeforeinput"];

    private static readonly string[] s_elements =
        ["img src=x", "svg", "body", "details open", "video src=x", "iframe src=/", "input autofocus", "math", "marquee", "object data=x", "style", "audio src=x"];

    private static readonly string[] s_schemes =
        ["javascript:", "JaVaScRiPt:", " javascript:", "java\tscript:", "vbscript:", "data:text/html,", "data:image/svg+xml;base64,", "blob:", "file:///", "about:", "//", "\\\\"];

    private static readonly string[] s_bidi = ["\u202E", "\u202D", "\u202B", "\u2066", "\u2067", "\u2068", "\u200F", "\u061C"];

    private static readonly string[] s_scriptsOfTheWorld =
        ["مرحبا بالعالم", "שלום עולם", "שלום (world) 123", "سلام، 42%", "Ελληνικά", "日本語の文章です。", "한국어", "ไทยไม่มีช่องว่าง", "हिन्दी क्षेत्र", "বাংলা", "தமிழ்", "ᚠᚢᚦ", "𝔣𝔯𝔞𝔨𝔱𝔲𝔯", "ﷺ ﷽", "éÉçœ « ’ » …"];

    private static readonly string[] s_templates =
        ["{0}", "{{1+1}}", "${7*7}", "<%= 1 %>", "#{1}", "%s%n%x", "@Model", "@(1+1)", "{x", "}", "$(id)", "`id`", "%00", "\\u0000", "&#0;", "&#x3C;b&#x3E;", "{{constructor.constructor('x')()}}"];

    private static readonly string[] s_sql =
        ["' OR '1'='1", "'; DROP TABLE entries; --", "\" OR 1=1 --", "1; ATTACH DATABASE 'x' AS y", "%' ESCAPE '", "Robert'); --", "' UNION SELECT 1,2 --", "NULL", "\\'"];

    private static readonly string[] s_nothings =
        ["null", "undefined", "NaN", "None", "nil", "true", "0", "-0", "1e999", "[object Object]", "__proto__", "constructor", "toString", "\u200B", "\uFEFF", "\u00A0", "\u3164", "\u2800", "\u00AD", "[]", "{}"];

    private static readonly string[] s_emoji =
        ["👍", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇫🇷", "👋🏿", "☺️", "1️⃣", "🫨", "\u200D", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇦🇧🇨"];

    /// <summary>The texts, each once: no longer than a message may be, and none of them blank.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Every().Where(text => text.Trim().Trim('\uFEFF').Length > 0 && Encoding.UTF8.GetByteCount(text) <= MaxBytes).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Every() =>
    [
        .. from script in s_scripts
           from wrap in (string[])["<script>{0}</script>", "<ScRiPt>{0}</sCrIpT>", "</textarea><script>{0}</script>", "\"><script>{0}</script>", "<<script>{0}//<</script>",
               "<!--><script>{0}</script>", "]]><script>{0}</script>", "`<script>{0}</script>`", "```\n</code></pre><script>{0}</script>\n```", "> <script>{0}</script>",
               "**<script>{0}</script>**", "- <script>{0}</script>", "```html\n<script>{0}</script>"]
           select wrap.Replace("{0}", script, StringComparison.Ordinal),
        .. from element in s_elements from handler in s_events select $"<{element} {handler}=window.isHacked=true>",
        .. from handler in s_events from quote in (string[])["\"", "'", "`", ""] select $"http://example.com/{quote}{handler}={quote}window.isHacked=true",
        .. from scheme in s_schemes
           from wrap in (string[])["[click]({0}alert(1))", "![click]({0}alert(1))", "<{0}alert(1)>", "[click](<{0}alert(1)>)", "<a href=\"{0}alert(1)\">click</a>", "{0}alert(1)"]
           select wrap.Replace("{0}", scheme, StringComparison.Ordinal),
        .. from mark in s_bidi from text in (string[])["{0}gnp.exe", "user {0} admin", "[a{0}b](http://example.com/{0})", "```\nif x:{0} # \n```"] select text.Replace("{0}", mark, StringComparison.Ordinal),
        .. s_scriptsOfTheWorld, .. s_scriptsOfTheWorld.Select(text => $"> {text}\n\n- {text}\n\n**{text}** and English"),
        .. s_templates, .. s_templates.Select(text => $"[{text}](http://example.com/{text})"), .. s_sql, .. s_nothings, .. s_nothings.Select(text => $"`{text}` **{text}**"), .. s_emoji,
        .. Enumerable.Range(1, 31).Select(code => $"before{(char)code}after"), .. Enumerable.Range(0x7F, 34).Select(code => $"before{(char)code}after"),
        .. s_emoji.Select(emoji => Repeat(emoji, 400)), Repeat("👍", 4000),
        .. ((string[])["a", "W", "é", "ﷺ", "日", "\u00A0x", "_", "-", "/", "&", "‗", "𝔣"]).Select(letter => Repeat(letter, MaxBytes / Encoding.UTF8.GetByteCount(letter))),
        .. ((string[])["a\u0300\u0301\u0302\u0303\u0304\u0305\u0323\u0330\u0331", "\u0E49", "\u0489", "o\u20DD\u20DE"]).Select(heap => $"z{Repeat(heap, 60)}z"),
        $"x{Repeat("\u0335\u0322\u031B", 800)}",
        .. ((string[])["> ", ">", "[", "![", "*", "**", "*a ", "_", "`", "``` ", "- ", "1. ", "<", "](", "[a](", "~~", "~~~", "\\", "*_", "[x]:", "<a", "(", "((http://x/", "> - ", "&#", "* a *"])
            .Select(mark => Repeat(mark, 10_000)),
        "http://" + Repeat("a", 2000), "http://example.com/" + Repeat("a", 8000), $"[{Repeat("a", 4000)}](http://{Repeat("b.", 400)}example)", "http://" + Repeat("a.", 120) + "example",
        $"```\n{Repeat("x", 8000)}\n```", $"```{Repeat("p", 3000)}\nx\n```", $"`{Repeat("x", 8000)}`", $"999999999. {Repeat("x", 300)}", string.Join('\n', Enumerable.Repeat("```python", 300)),
        Repeat("a\n", 4000), Repeat("\t", 500) + "x", "x" + Repeat("\n", 500) + "y", Repeat("if x:\n    ", 500), "exit", "quit", "NICK x", "\u001b[31mred\u001b[0m", "a\r\nb\rc", "\u2028\u2029",
    ];

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, Math.Min(count, MaxBytes / Math.Max(1, Encoding.UTF8.GetByteCount(text)))).ToString();
}
