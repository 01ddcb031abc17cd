using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>How a person has arranged the list, while the conversation goes on.</summary>
public sealed class ArrangementTests : TwoNodesTest
{
    private ConversationId _id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _id = await MeetAsync(Bruno, Anna);
        await Anna.Chat.AcceptAsync(_id, Token);
        await Bruno.SayAsync(_id, "one");
        await HasAsync("one");
    }

    [Fact]
    public async Task Archived_AMessageComes_IsBackUnlessMuted()
    {
        await ArrangeAsync(now => now with { ArchivedUpTo = Anna.Store.Current.Find(_id)!.NewestArrival });
        Assert.True(Anna.Store.Current.Find(_id)!.IsArchived);

        await Bruno.SayAsync(_id, "two");
        await Anna.WaitForAsync(snapshot => !snapshot.Find(_id)!.IsArchived);

        await ArrangeAsync(now => now with { ArchivedUpTo = Anna.Store.Current.Find(_id)!.NewestArrival, IsMuted = true });
        await Bruno.SayAsync(_id, "three");
        await HasAsync("three");
        Assert.True(Anna.Store.Current.Find(_id)!.IsArchived);
    }

    [Fact]
    public async Task Alias_IsCleanedAndKeptAndTheGivenNameStaysKnown()
    {
        await ArrangeAsync(static now => now with { Alias = "  Bruno\u202e du club ", IsPinned = true });
        await Bruno.Chat.RenameAsync("B.", Token);
        await Anna.WaitForAsync(snapshot => snapshot.Find(_id)!.GivenName == "B.");

        await StopAsync(anna: true);
        await StartAsync(anna: true);

        Conversation kept = Anna.Store.Current.Find(_id)!;
        Assert.Equal(("Bruno du club", "B.", true), (kept.Title, kept.GivenName, kept.Arrangement.IsPinned));
    }

    [Fact]
    public async Task Unread_MarkedByHand_IsOverWhenSomethingIsRead()
    {
        await ArrangeAsync(static now => now with { IsMarkedUnread = true });

        await Anna.Chat.MarkReadAsync(_id, Anna.Store.Current.Find(_id)!.NewestArrival, Token);

        Assert.False(Anna.Store.Current.Find(_id)!.IsUnread);
    }

    private Task ArrangeAsync(Func<Arrangement, Arrangement> change) => Anna.Chat.ArrangeAsync(_id, change, Token);

    private Task<ChatSnapshot> HasAsync(string newest) => Anna.WaitForAsync(snapshot => snapshot.Find(_id)?.Last?.Text == newest);
}
