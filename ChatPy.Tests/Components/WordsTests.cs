using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatPy.Tests.Components.Support;
using ChatPy.Transport.Plain;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Components;

public sealed partial class WordsTests
{
    private static readonly Dictionary<string, string> s_english = Read("Words.resx");
    private static readonly Dictionary<string, string> s_french = Read("Words.fr.resx");

    [Fact]
    public void Languages_HaveTheSameKeys() => Assert.Equal(s_english.Keys.Order(), s_french.Keys.Order());

    [Fact]
    public void Languages_HaveTheSamePlaceholders() => Assert.All(
        s_english, pair => Assert.Equal(Placeholders(pair.Value), Placeholders(s_french[pair.Key])));

    [Fact]
    public void Words_UsedInThePage_AllExist()
    {
        IEnumerable<string> missing =
            from file in Sources.Of(".razor", ".cs")
            from used in Used().Matches(File.ReadAllText(file))
            let key = used.Groups["key"].Value
            where !s_english.ContainsKey(key) && !s_english.ContainsKey(key + "_one")
            select $"{Path.GetFileName(file)} uses {key}";

        Assert.Empty(missing);
    }

    [Fact]
    public void Words_ForEachKind_AllExist() => Assert.All(
        [
            .. Enum.GetNames<ConnectFailure>().SelectMany(name => new[] { $"Connect_{name}", $"Connect_{name}_Next" }),
            .. Enum.GetNames<LinkState>().Select(name => $"Link_{name}"),
            .. Enum.GetNames<MessageState>().Select(name => $"State_{name}"),
            .. Enum.GetNames<SetbackKind>().Select(name => $"Setback_{name}"),
            .. Enum.GetNames<Trouble>().Select(name => $"Trouble_{name}"),
            .. Enum.GetNames<ImportFailure>().Select(name => $"Import_{name}"),
            .. Enum.GetNames<Dialect>().SelectMany(name => new[] { $"Dialect_{name}", $"Dialect_{name}_Help" }),
        ],
        key => Assert.Contains(key, s_english));

    [Fact]
    public void Plurals_ComeInPairs() => Assert.All(
        s_english.Keys.Where(key => key.EndsWith("_one", StringComparison.Ordinal)),
        key => Assert.Contains(key[..^"_one".Length] + "_other", s_english));

    [GeneratedRegex("""[Ww]ords(?:\.Count\(|\[)"(?<key>\w+)"[,\]]""")]
    private static partial Regex Used();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(found => found.Value).Order();

    private static Dictionary<string, string> Read(string name) => XDocument.Load(Path.Combine(Sources.Web, "Resources", name)).Root!
        .Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
}
