using MudBlazor;

namespace ChatPy.Web.Components.Layout;

/// <summary>
/// MudBlazor in the colours of app.css, whose variables the rest of the page uses. Change both together. Both palettes stand in every page, and what
/// look.js writes on &lt;html&gt; before the first paint chooses: no circuit has to learn of it, and nothing flashes.
/// </summary>
internal static class ChatPyTheme
{
    public static readonly MudTheme Light = For(":root");

    // MudBlazor takes a pseudo-class. This one is no stronger than the other, nor than what more contrast overrides in look.css.
    public static readonly MudTheme Dark = For(":is([data-theme=dark])");

    private static MudTheme For(string scope) => new()
    {
        PseudoCss = new PseudoCss { Scope = scope },
        PaletteLight = new PaletteLight
        {
            Primary = "#1f5a7d",
            PrimaryContrastText = "#ffffff",
            Secondary = "#8a5300",
            Background = "#f1eee7",
            Surface = "#ffffff",
            TextPrimary = "#1d2430",
            TextSecondary = "#535d6e",
            ActionDefault = "#535d6e",
            Divider = "#dfdad0",
            LinesDefault = "#dfdad0",
            Error = "#b3261e",
            Success = "#1d6f4a",
            Warning = "#8a5300",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ccbf2",
            PrimaryContrastText = "#0c2231",
            Secondary = "#f0bd6a",
            Background = "#0f141a",
            Surface = "#1c242e",
            TextPrimary = "#e7ebf0",
            TextSecondary = "#a3afbe",
            ActionDefault = "#a3afbe",
            Divider = "#2b3541",
            LinesDefault = "#2b3541",
            Error = "#ff9a90",
            Success = "#7fd6a8",
            Warning = "#f0bd6a",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px" },
        Typography = new Typography
        {
            // No font is fetched: a LAN may have no internet.
            Default = new DefaultTypography { FontFamily = ["system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"], LetterSpacing = "normal" },
            Button = new ButtonTypography { TextTransform = "none", FontWeight = "600", LetterSpacing = "normal" },
        },
    };
}
