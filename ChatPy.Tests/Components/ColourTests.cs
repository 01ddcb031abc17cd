using System.Globalization;
using System.Text.RegularExpressions;
using ChatPy.Tests.Components.Support;

namespace ChatPy.Tests.Components;

/// <summary>Text is readable in both themes: WCAG 2.2 asks for 4.5 to 1.</summary>
public sealed partial class ColourTests
{
    private static readonly string s_css = File.ReadAllText(Path.Combine(Sources.Web, "wwwroot", "app.css"));

    private static readonly string s_look = File.ReadAllText(Path.Combine(Sources.Web, "wwwroot", "look.css"));

    private const string HighDarkRule = "html[data-contrast=\"on\"][data-theme=\"dark\"]";

    public static TheoryData<string, string> TextOnGround { get; } = new()
    {
        { "ink", "paper" }, { "ink", "panel" }, { "ink", "surface" }, { "ink", "sunk" }, { "ink", "brand-tint" }, { "ink", "danger-tint" },
        { "soft", "paper" }, { "soft", "panel" }, { "soft", "surface" }, { "soft", "sunk" }, { "soft", "brand-tint" },
        { "brand", "surface" }, { "brand", "brand-tint" }, { "on-brand", "brand" }, { "on-mine", "mine" }, { "on-mine-soft", "mine" },
        { "on-accent", "accent" }, { "warn", "panel" }, { "warn", "paper" }, { "ok", "panel" }, { "danger", "surface" }, { "danger", "danger-tint" },
        { "danger", "paper" }, { "code-keyword", "sunk" }, { "code-string", "sunk" }, { "code-number", "sunk" }, { "code-type", "sunk" }, { "code-name", "sunk" },
        { "brand", "paper" }, { "brand", "panel" },
    };

    [Theory]
    [MemberData(nameof(TextOnGround))]
    public void Text_OnItsGround_IsReadableInBothThemes(string text, string ground)
    {
        Assert.True(Contrast(Light(text), Light(ground)) >= 4.5, $"light: {Contrast(Light(text), Light(ground)):F2}");
        Assert.True(Contrast(Dark(text), Dark(ground)) >= 4.5, $"dark: {Contrast(Dark(text), Dark(ground)):F2}");
    }

    [Theory]
    [MemberData(nameof(TextOnGround))]
    public void Text_InHighContrast_IsReadableByFar(string text, string ground)
    {
        Assert.True(Contrast(HighLight(text), HighLight(ground)) >= 7, $"light: {Contrast(HighLight(text), HighLight(ground)):F2}");
        Assert.True(Contrast(HighDark(text), HighDark(ground)) >= 7, $"dark: {Contrast(HighDark(text), HighDark(ground)):F2}");
    }

    [Fact]
    public void Avatars_WhiteLetters_AreReadable()
    {
        IEnumerable<string> hues = Hue().Matches(s_css).Select(found => found.Groups[1].Value);

        Assert.Equal(Web.Components.Common.AvatarLook.Hues, hues.Count());
        Assert.All(hues, hue => Assert.True(Contrast("#ffffff", hue) >= 4.5, hue));
    }

    [GeneratedRegex(@"\.hue-\d \{ background: (#[0-9a-f]{6})")]
    private static partial Regex Hue();

    private static string Light(string name) => Value(s_css[..s_css.IndexOf("html[data-theme", StringComparison.Ordinal)], name)!;

    private static string Dark(string name) => Value(s_css[s_css.IndexOf("html[data-theme", StringComparison.Ordinal)..], name) ?? Light(name);

    private static string HighLight(string name) => Value(s_look[..s_look.IndexOf(HighDarkRule, StringComparison.Ordinal)], name) ?? Light(name);

    private static string HighDark(string name) => Value(s_look[s_look.IndexOf(HighDarkRule, StringComparison.Ordinal)..], name) ?? HighLight(name);

    private static string? Value(string css, string name) =>
        Regex.Match(css, $@"--{name}: (#[0-9a-f]{{6}})") is { Success: true } found ? found.Groups[1].Value : null;

    private static double Contrast(string one, string other)
    {
        (double a, double b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] parts = [.. Enumerable.Range(0, 3)
            .Select(i => int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
