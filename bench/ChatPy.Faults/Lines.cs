namespace ChatPy.Faults;

/// <summary>The first words of the lines between the run and a process it drives.</summary>
internal static class Lines
{
    // To the process.
    public const string Send = "send";               // conversation, id, text
    public const string Connect = "connect";         // address
    public const string Accept = "accept";           // conversation
    public const string Dump = "dump";               // tag, conversation, how many of the newest rows
    public const string Find = "find";               // conversation, words
    public const string Clock = "clock";             // offset in ticks
    public const string Arm = "arm";                 // step, the how many-th time
    public const string Fetch = "fetch";             // conversation

    // From it.
    public const string Ready = "ready";             // PeerId, process id
    public const string Sent = "sent";               // id, SendResult
    public const string Connected = "connected";     // failure, or nothing
    public const string Accepted = "accepted";       // conversation
    public const string Row = "row";                 // tag, id, mine|theirs, state, text; the newest first
    public const string EndOfRows = "end-of-rows";   // tag
    public const string Found = "found";             // conversation, how many
    public const string ClockSet = "clock-set";
    public const string Link = "link";               // conversation, LinkState
    public const string Shown = "shown";             // id, mine|theirs, state
    public const string Fetched = "fetched";         // conversation: it was asked for
    public const string Setbacks = "setbacks";       // conversation, SetbackKind,…
    public const string Trouble = "trouble";         // Trouble, or nothing
    public const string Broken = "broken";           // command, its first argument, exception
}
