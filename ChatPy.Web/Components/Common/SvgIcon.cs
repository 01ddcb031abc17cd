using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace ChatPy.Web.Components.Common;

/// <summary>
/// The icons of the page. They are MudBlazor's, drawn as its MudIcon does, but as content of whatever they stand in: a component of its own for each
/// cost every page a hundred kilobytes. Only what is written here becomes markup: nobody else can make one.
/// </summary>
internal sealed class SvgIcon
{
    private SvgIcon(string paths) => (Small, Medium) = (Draw(paths, "small"), Draw(paths, "medium"));

    public static SvgIcon Add { get; } = new(Icons.Material.Filled.Add);
    public static SvgIcon AddReaction { get; } = new(Icons.Material.Outlined.AddReaction);
    public static SvgIcon Archive { get; } = new(Icons.Material.Outlined.Archive);
    public static SvgIcon ArrowBack { get; } = new(Icons.Material.Filled.ArrowBack);
    public static SvgIcon ArrowDownward { get; } = new(Icons.Material.Filled.ArrowDownward);
    public static SvgIcon ArrowForward { get; } = new(Icons.Material.Filled.ArrowForward);
    public static SvgIcon ArrowUpward { get; } = new(Icons.Material.Filled.ArrowUpward);
    public static SvgIcon Block { get; } = new(Icons.Material.Outlined.Block);
    public static SvgIcon Close { get; } = new(Icons.Material.Filled.Close);
    public static SvgIcon CloudOff { get; } = new(Icons.Material.Outlined.CloudOff);
    public static SvgIcon ContentCopy { get; } = new(Icons.Material.Outlined.ContentCopy);
    public static SvgIcon Contrast { get; } = new(Icons.Material.Outlined.Contrast);
    public static SvgIcon DarkMode { get; } = new(Icons.Material.Outlined.DarkMode);
    public static SvgIcon Delete { get; } = new(Icons.Material.Outlined.Delete);
    public static SvgIcon DeleteSweep { get; } = new(Icons.Material.Outlined.DeleteSweep);
    public static SvgIcon Done { get; } = new(Icons.Material.Filled.Done);
    public static SvgIcon DoneAll { get; } = new(Icons.Material.Outlined.DoneAll);
    public static SvgIcon Download { get; } = new(Icons.Material.Outlined.Download);
    public static SvgIcon Edit { get; } = new(Icons.Material.Outlined.Edit);
    public static SvgIcon ErrorOutline { get; } = new(Icons.Material.Outlined.ErrorOutline);
    public static SvgIcon Forum { get; } = new(Icons.Material.Outlined.Forum);
    public static SvgIcon Forward { get; } = new(Icons.Material.Outlined.Forward);
    public static SvgIcon History { get; } = new(Icons.Material.Filled.History);
    public static SvgIcon Info { get; } = new(Icons.Material.Outlined.Info);
    public static SvgIcon Keyboard { get; } = new(Icons.Material.Outlined.Keyboard);
    public static SvgIcon LightMode { get; } = new(Icons.Material.Outlined.LightMode);
    public static SvgIcon LinkOff { get; } = new(Icons.Material.Outlined.LinkOff);
    public static SvgIcon Lock { get; } = new(Icons.Material.Filled.Lock);
    public static SvgIcon LockOpen { get; } = new(Icons.Material.Outlined.LockOpen);
    public static SvgIcon MarkChatRead { get; } = new(Icons.Material.Outlined.MarkChatRead);
    public static SvgIcon MarkChatUnread { get; } = new(Icons.Material.Outlined.MarkChatUnread);
    public static SvgIcon MoreHoriz { get; } = new(Icons.Material.Outlined.MoreHoriz);
    public static SvgIcon MoreVert { get; } = new(Icons.Material.Filled.MoreVert);
    public static SvgIcon Notifications { get; } = new(Icons.Material.Outlined.Notifications);
    public static SvgIcon NotificationsActive { get; } = new(Icons.Material.Outlined.NotificationsActive);
    public static SvgIcon NotificationsOff { get; } = new(Icons.Material.Outlined.NotificationsOff);
    public static SvgIcon Pin { get; } = new(Icons.Material.Outlined.PushPin);
    public static SvgIcon Pinned { get; } = new(Icons.Material.Filled.PushPin);
    public static SvgIcon QrCode2 { get; } = new(Icons.Material.Outlined.QrCode2);
    public static SvgIcon Reply { get; } = new(Icons.Material.Outlined.Reply);
    public static SvgIcon Schedule { get; } = new(Icons.Material.Outlined.Schedule);
    public static SvgIcon Search { get; } = new(Icons.Material.Filled.Search);
    public static SvgIcon Send { get; } = new(Icons.Material.Filled.Send);
    public static SvgIcon Settings { get; } = new(Icons.Material.Outlined.Settings);
    public static SvgIcon SettingsEthernet { get; } = new(Icons.Material.Outlined.SettingsEthernet);
    public static SvgIcon SmartToy { get; } = new(Icons.Material.Outlined.SmartToy);
    public static SvgIcon Translate { get; } = new(Icons.Material.Outlined.Translate);
    public static SvgIcon Unarchive { get; } = new(Icons.Material.Outlined.Unarchive);
    public static SvgIcon Visibility { get; } = new(Icons.Material.Outlined.Visibility);
    public static SvgIcon Warning { get; } = new(Icons.Material.Filled.Warning);
    public static SvgIcon WavingHand { get; } = new(Icons.Material.Outlined.WavingHand);

    /// <summary>20 pixels, unless a style says otherwise.</summary>
    public MarkupString Small { get; }

    /// <summary>24 pixels, unless a style says otherwise.</summary>
    public MarkupString Medium { get; }

    private static MarkupString Draw(string paths, string size) => new(
        $"<svg class=\"mud-icon-root mud-svg-icon mud-icon-size-{size}\" focusable=\"false\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" role=\"img\">{paths}</svg>");
}
