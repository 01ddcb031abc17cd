using ColorCode;
using ColorCode.Common;

namespace ChatPy.Web.Components.Messages.Formatting;

/// <summary>
/// Python, the club's language, in place of the library's own rules: those take <c>IF</c> for a keyword, know no escapes in strings and no
/// names after <c>def</c>. Every group but the coloured ones is non-capturing, as the library counts parentheses.
/// </summary>
internal sealed class PythonLanguage : ILanguage
{
    private const string Prefix = "(?<!\\w)(?:[rRuUbBfF]{1,2})?";

    public string Id => "python";

    public string Name => "Python";

    public string CssClassName => "python";

    public string? FirstLinePattern => null;

    public IList<LanguageRule> Rules { get; } =
    [
        Rule(@"#[^\n]*", ScopeName.Comment),
        Rule(Prefix + "\"\"\"(?:[^\"\\\\]|\\\\[\\s\\S]|\"(?!\"\"))*(?:\"\"\"|\\\\?\\z)", ScopeName.String),
        Rule(Prefix + "'''(?:[^'\\\\]|\\\\[\\s\\S]|'(?!''))*(?:'''|\\\\?\\z)", ScopeName.String),
        Rule(Prefix + "\"(?:[^\"\\\\\\n]|\\\\[\\s\\S])*\"?", ScopeName.String),
        Rule(Prefix + "'(?:[^'\\\\\\n]|\\\\[\\s\\S])*'?", ScopeName.String),
        Rule(@"^[ \t]*@[\w.]+", ScopeName.Attribute),
        new(@"\b(def)[ \t]+(\w+)", new Dictionary<int, string> { [1] = ScopeName.Keyword, [2] = ScopeName.BuiltinFunction }),
        new(@"\b(class)[ \t]+(\w+)", new Dictionary<int, string> { [1] = ScopeName.Keyword, [2] = ScopeName.ClassName }),
        Rule(@"\b(?:True|False|None)\b", ScopeName.BuiltinValue),
        Rule(
            @"\b(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|"
            + @"raise|return|try|while|with|yield)\b",
            ScopeName.Keyword),
        Rule(
            @"\b(?:abs|all|any|ascii|bin|bool|breakpoint|bytearray|bytes|callable|chr|classmethod|compile|complex|delattr|dict|dir|divmod|enumerate|e(?:val|xec)|"
            + @"filter|float|format|frozenset|getattr|globals|hasattr|hash|help|hex|id|input|int|isinstance|issubclass|iter|len|list|locals|map|max|memoryview|"
            + @"min|next|object|oct|open|ord|pow|print|property|range|repr|reversed|round|set|setattr|slice|sorted|staticmethod|str|sum|super|tuple|type|vars|zip)"
            + @"\b(?=[ \t]*\()",
            ScopeName.BuiltinFunction),
        Rule(@"\b(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?)[jJ]?", ScopeName.Number),
    ];

    public bool HasAlias(string lang) => lang.ToUpperInvariant() is "PY" or "PYTHON3" or "PY3";

    private static LanguageRule Rule(string pattern, string scope) => new(pattern, new Dictionary<int, string> { [0] = scope });
}
