using System.Globalization;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Common;
using ChatPy.Web.Resources;
using Microsoft.Extensions.Localization;

namespace ChatPy.Web.Components.Layout;

/// <summary>Something to do from the palette. What it does is one of the properties; Palette.razor.js does it.</summary>
/// <param name="Name">Found by it in every language.</param>
/// <param name="Words">What people read.</param>
/// <param name="Icon">Its picture.</param>
internal sealed record PaletteAction(string Name, string Words, SvgIcon Icon)
{
    /// <summary>A place of this page.</summary>
    public string? Href { get; private init; }

    /// <summary>A place for which the page is loaded anew.</summary>
    public string? Leave { get; private init; }

    /// <summary>A choice of wwwroot/look.js.</summary>
    public string? Theme { get; private init; }

    /// <summary>A text for the clipboard.</summary>
    public string? Copy { get; private init; }

    /// <summary>An event of the document.</summary>
    public string? Tell { get; private init; }

    /// <summary>A method of Palette.razor.</summary>
    public string? Call { get; private init; }

    /// <summary>What can be done now.</summary>
    /// <param name="now">What there is.</param>
    /// <param name="here">The place of the page, from its root.</param>
    /// <param name="words">In the language of the page.</param>
    public static IReadOnlyList<PaletteAction> All(ChatSnapshot now, string here, IStringLocalizer<Words> words)
    {
        bool isFrench = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";
        List<PaletteAction> all = [];
        if (now.Conversations.Any(conversation => conversation.Unread > 0))
        {
            all.Add(new("read-all", words["Palette_ReadAll"], SvgIcon.DoneAll) { Call = "ReadAllAsync" });
        }

        if (now.Self.Addresses is [string address, ..])
        {
            all.Add(new("copy-address", words["Palette_Copy", address], SvgIcon.ContentCopy) { Copy = address });
        }

        return
        [
            .. all,
            new("settings", words["Settings"], SvgIcon.Settings) { Href = "settings" },
            new("theme-light", words["Palette_Theme_light"], SvgIcon.LightMode) { Theme = "light" },
            new("theme-dark", words["Palette_Theme_dark"], SvgIcon.DarkMode) { Theme = "dark" },
            new("theme-system", words["Palette_Theme_system"], SvgIcon.Contrast) { Theme = "system" },
            new("language", words["Palette_Language"], SvgIcon.Translate)
            {
                Leave = $"/culture?c={(isFrench ? "en" : "fr")}&returnUrl={Uri.EscapeDataString(here)}",
            },
            new("echo", words["Echo_Try"], SvgIcon.SmartToy) { Call = "TryEchoAsync" },
            new("shortcuts", words["Shortcuts"], SvgIcon.Keyboard) { Tell = "chatpy:shortcuts" },
        ];
    }
}
