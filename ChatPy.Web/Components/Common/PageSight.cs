namespace ChatPy.Web.Components.Common;

/// <summary>Whether the page of this circuit is in sight: what nobody sees may be drawn at leisure.</summary>
public sealed class PageSight
{
    /// <summary>True until the browser says otherwise.</summary>
    public bool IsInSight { get; set; } = true;
}
