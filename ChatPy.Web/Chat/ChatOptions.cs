namespace ChatPy.Web.Chat;

/// <summary>Settings a person may give, section <c>ChatPy</c>, beside those of the wire.</summary>
public sealed class ChatOptions
{
    /// <summary>My name until I change it in the page. Empty (the default): the user name of the machine.</summary>
    public string Nickname { get; set; } = "";

    /// <summary>Where key, history and drafts are kept. Empty (the default): the data folder of the user, <c>…/chatpy</c>.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>A copy of the history to put in its place; the process ends then. Empty (the default): none, start as usual.</summary>
    public string Restore { get; set; } = "";

    /// <summary>What peers see of somebody who has chosen no name.</summary>
    internal string DefaultNickname =>
        new[] { Nickname, Environment.UserName, Environment.MachineName }.Select(Transport.Identity.Nickname.Clean).FirstOrDefault(name => name.Length > 0, "ChatPy");
}
