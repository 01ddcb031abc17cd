namespace ChatPy.Faults;

/// <summary>The steps of a message's way at which a process can be killed.</summary>
internal static class Steps
{
    public const string Append = "append", Receive = "receive", Mark = "mark";

    /// <summary>Committed and acknowledged; the page is about to show it.</summary>
    public const string Show = "show";

    public static IReadOnlyList<string> All { get; } =
        [.. from step in (string[])[Append, Receive, Mark] from moment in (string[])[Before(step), After(step)] select moment, Show];

    /// <summary>Asked for, and not committed yet.</summary>
    public static string Before(string step) => "before " + step;

    /// <summary>Committed; nobody was told: neither the peer nor the page.</summary>
    public static string After(string step) => "after " + step;
}
