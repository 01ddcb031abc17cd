using ChatPy.Web.Resources;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatPy.Web.Components.Common;

/// <summary>MudBlazor's own words from ours, where people can see or hear them; the rest stays English.</summary>
internal sealed class PageMudLocalizer(IStringLocalizer<Words> words) : MudLocalizer
{
    public override LocalizedString this[string key] => words[key];
}
