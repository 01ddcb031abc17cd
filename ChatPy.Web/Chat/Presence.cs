namespace ChatPy.Web.Chat;

/// <summary>Whether somebody is at the peer's machine.</summary>
public enum Presence
{
    /// <summary>Not connected.</summary>
    Offline,

    /// <summary>Connected, and somebody is there or nothing else was said.</summary>
    Online,

    /// <summary>Connected, and nobody looks at its page.</summary>
    Away,
}

/// <summary>What pages tell of the person in front of them; peers are told no more than whether somebody is there.</summary>
public interface IAttendance
{
    /// <summary>The page came into sight or was touched, or went out of sight.</summary>
    /// <param name="page">Whatever stands for the page.</param>
    /// <param name="isInSight">Whether it can be seen. One that is closed cannot.</param>
    void Report(object page, bool isInSight);
}
