using ChatPy.Web.Chat;

namespace ChatPy.Tests.Components.Support;

/// <content>The list.</content>
internal sealed partial class FakeChat
{
    /// <summary>What the conversation was arranged like before each change that is asked for.</summary>
    public Func<ConversationId, Arrangement> Arranged { get; set; } = _ => new Arrangement();

    /// <summary>What each change made of it.</summary>
    public List<Arrangement> Arrangements { get; } = [];

    public Task ArrangeAsync(ConversationId conversation, Func<Arrangement, Arrangement> change, CancellationToken cancellationToken = default)
    {
        Arrangements.Add(change(Arranged(conversation)));
        return Note($"arrange {conversation}");
    }

    public Task DeleteHistoryAsync(ConversationId conversation, CancellationToken cancellationToken = default) => Note($"delete {conversation}");

    public async Task<bool> UndoDeleteHistoryAsync(ConversationId conversation, CancellationToken cancellationToken = default)
    {
        await Note($"undo {conversation}");
        return true;
    }
}
