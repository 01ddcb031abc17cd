using ChatPy.Web.Chat;

namespace ChatPy.Faults.Ledgers;

/// <summary>One message as a page shows it.</summary>
internal sealed record Row(Guid Id, bool IsMine, MessageState State, string Text);
