using System.Collections.Frozen;
using ColorCode.Common;

namespace ChatPy.Web.Components.Messages.Formatting;

internal static partial class Highlighter
{
    private static readonly FrozenDictionary<string, string> s_kinds = new (string Kind, string[] Scopes)[]
    {
        ("hl-comment", [ScopeName.Comment, ScopeName.HtmlComment, ScopeName.XmlComment, ScopeName.XmlDocComment, ScopeName.XmlDocTag]),
        ("hl-keyword", [ScopeName.Keyword, ScopeName.ControlKeyword, ScopeName.PseudoKeyword, ScopeName.PreprocessorKeyword, ScopeName.HtmlElementName,
            ScopeName.XmlName, ScopeName.CssSelector, ScopeName.MarkdownHeader]),
        ("hl-string", [ScopeName.String, ScopeName.StringCSharpVerbatim, ScopeName.StringEscape, ScopeName.HtmlAttributeValue, ScopeName.XmlAttributeValue,
            ScopeName.XmlAttributeQuotes, ScopeName.XmlCDataSection, ScopeName.CssPropertyValue, ScopeName.JsonString, ScopeName.MarkdownCode]),
        ("hl-number", [ScopeName.Number, ScopeName.BuiltinValue, ScopeName.JsonNumber, ScopeName.JsonConst, ScopeName.HtmlEntity]),
        ("hl-type", [ScopeName.Type, ScopeName.TypeVariable, ScopeName.ClassName, ScopeName.Constructor, ScopeName.NameSpace, ScopeName.PowerShellType]),
        ("hl-name", [ScopeName.BuiltinFunction, ScopeName.Intrinsic, ScopeName.Predefined, ScopeName.SqlSystemFunction, ScopeName.Attribute,
            ScopeName.HtmlAttributeName, ScopeName.XmlAttribute, ScopeName.CssPropertyName, ScopeName.JsonKey, ScopeName.PowerShellVariable,
            ScopeName.PowerShellAttribute]),
    }.SelectMany(static pair => pair.Scopes.Select(scope => (scope, pair.Kind))).ToFrozenDictionary(static pair => pair.scope, static pair => pair.Kind);
}
