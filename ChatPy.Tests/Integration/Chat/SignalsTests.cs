using ChatPy.Tests.Support;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>What two people let each other know besides messages: two whole nodes over loopback TCP.</summary>
public sealed class SignalsTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _a = new(), _b = new();
    private ChatNode _anna = null!, _bruno = null!;
    private ConversationId _id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Anna has dialled Bruno, Bruno has accepted her, and one message of hers has come.</summary>
    public async ValueTask InitializeAsync()
    {
        _anna = await ChatNode.StartAsync(_a.Path, "Anna");
        _bruno = await ChatNode.StartAsync(_b.Path, "Bruno");
        _id = (await _anna.Chat.ConnectAsync(_bruno.Address, cancellationToken: Token)).Conversation!.Value;
        await _bruno.WaitForAsync(snapshot => snapshot.Find(_id)?.Link == LinkState.Secure);
        await _bruno.Chat.AcceptAsync(_id, Token);
        await _anna.SayAsync(_id, "one");
        await _bruno.WaitForAsync(HasText("one"));
        await _anna.WaitForAsync(IsAt(MessageState.Delivered));
    }

    public async ValueTask DisposeAsync()
    {
        await _anna.DisposeAsync();
        await _bruno.DisposeAsync();
        _a.Dispose();
        _b.Dispose();
    }

    [Fact]
    public async Task Read_ByThePeer_IsShownWithItsTimesAndSurvivesARestart()
    {
        await BrunoReadsAsync();

        Message read = (await _anna.WaitForAsync(IsAt(MessageState.Read))).Find(_id)!.Last!;
        await _anna.DisposeAsync();
        _anna = await ChatNode.StartAsync(_a.Path, "Anna");

        Assert.Equal(MessageState.Read, _anna.Store.Current.Find(_id)!.Last!.State);
        MessageDetails details = (await _anna.Chat.ReadDetailsAsync(_id, read.Id, Token))!;
        Assert.True(details.StoredAt <= details.SentAt && details.SentAt <= details.DeliveredAt && details.DeliveredAt <= details.ReadAt);
    }

    [Fact]
    public async Task Read_WhileTheAuthorIsAway_IsToldWhenItIsBack()
    {
        await _anna.DisposeAsync();
        await _bruno.WaitForAsync(snapshot => snapshot.Find(_id)!.Link == LinkState.Offline);

        await BrunoReadsAsync();
        _anna = await ChatNode.StartAsync(_a.Path, "Anna");

        await _anna.WaitForAsync(IsAt(MessageState.Read));
    }

    [Fact]
    public async Task Read_ByOneWhoSendsNoReceipts_IsNotTold()
    {
        await _bruno.Chat.SendReceiptsAsync(false, Token);

        await BrunoReadsAsync();
        await _bruno.SayAsync(_id, "after it");

        ChatSnapshot after = await _anna.WaitForAsync(HasText("after it"));
        Assert.Equal(MessageState.Delivered, after.Find(_id)!.Recent[0].State);
    }

    [Fact]
    public async Task Read_OfOneWhoSendsNoReceipts_IsNotShown()
    {
        await _anna.Chat.SendReceiptsAsync(false, Token);

        await BrunoReadsAsync();
        await _bruno.SayAsync(_id, "after it");

        ChatSnapshot after = await _anna.WaitForAsync(HasText("after it"));
        Assert.Equal(MessageState.Delivered, after.Find(_id)!.Recent[0].State);
    }

    [Fact]
    public async Task Settings_TurnedOff_StayOffAfterARestart()
    {
        await _anna.Chat.SendReceiptsAsync(false, Token);
        await _anna.Chat.SendTypingAsync(false, Token);
        await _anna.DisposeAsync();

        _anna = await ChatNode.StartAsync(_a.Path, "Anna");
        Assert.False(_anna.Store.Current.Self.SendsReceipts);
        Assert.False(_anna.Store.Current.Self.SendsTyping);

        await _anna.Chat.SendReceiptsAsync(true, Token);
        Assert.True(_anna.Store.Current.Self.SendsReceipts);
    }

    [Fact]
    public async Task Presence_FollowsThePageOfThePeer()
    {
        await _bruno.WaitForAsync(IsThere(Presence.Away));   // she has no page open

        _anna.Attendance.Report(this, isInSight: true);
        await _bruno.WaitForAsync(IsThere(Presence.Online));

        _anna.Attendance.Report(this, isInSight: false);
        await _bruno.WaitForAsync(IsThere(Presence.Away));
    }

    [Fact]
    public async Task Presence_AtTheBeginningOfASession_IsWhatItIsThen()
    {
        await _anna.DisposeAsync();
        await _bruno.WaitForAsync(IsThere(Presence.Offline));
        _bruno.Attendance.Report(this, isInSight: true);

        _anna = await ChatNode.StartAsync(_a.Path, "Anna");

        await _anna.WaitForAsync(IsThere(Presence.Online));
        await _bruno.WaitForAsync(IsThere(Presence.Away));
    }

    [Fact]
    public async Task LastSeen_OfAPeerThatLeft_IsWhenItLeftAndSurvivesARestart()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await _anna.DisposeAsync();
        await _bruno.WaitForAsync(IsThere(Presence.Offline));
        await _bruno.DisposeAsync();

        _bruno = await ChatNode.StartAsync(_b.Path, "Bruno");

        Assert.InRange(_bruno.Store.Current.Find(_id)!.LastSeen!.Value, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Typing_IsShownUntilTheMessageIsThere()
    {
        await _anna.Chat.TypingAsync(_id, isActive: true, Token);
        await _bruno.WaitForAsync(snapshot => snapshot.Find(_id)!.IsTyping);

        await _anna.SayAsync(_id, "two");

        // Both at once: a page draws it in one piece.
        ChatSnapshot after = await _bruno.WaitForAsync(snapshot => !snapshot.Find(_id)!.IsTyping || HasText("two")(snapshot));
        Assert.Equal((false, "two"), (after.Find(_id)!.IsTyping, after.Find(_id)!.Last!.Text));
    }

    [Fact]
    public async Task Typing_ThatMakesAMessageAnother_IsShownUntilItIsAnother()
    {
        await _anna.Chat.TypingAsync(_id, isActive: true, Token);
        await _bruno.WaitForAsync(snapshot => snapshot.Find(_id)!.IsTyping);

        await _anna.Chat.SendAsync(_id, Draft.Edit(_anna.Store.Current.Find(_id)!.Last!.Id, "One."), Token);

        ChatSnapshot after = await _bruno.WaitForAsync(snapshot => !snapshot.Find(_id)!.IsTyping || HasText("One.")(snapshot));
        Assert.Equal((false, "One."), (after.Find(_id)!.IsTyping, after.Find(_id)!.Last!.Text));
    }

    [Fact]
    public async Task Typing_ReactionMeanwhile_GoesOn()
    {
        await _anna.Chat.TypingAsync(_id, isActive: true, Token);
        await _bruno.WaitForAsync(snapshot => snapshot.Find(_id)!.IsTyping);

        await _anna.Chat.SendAsync(_id, Draft.Reaction(_anna.Store.Current.Find(_id)!.Last!.Id, "👍", isOn: true), Token);

        ChatSnapshot after = await _bruno.WaitForAsync(snapshot => !snapshot.Find(_id)!.Last!.Reactions.IsEmpty);
        Assert.True(after.Find(_id)!.IsTyping);
    }

    [Fact]
    public async Task Typing_OfAPeerThatLeft_IsOver()
    {
        await _anna.Chat.TypingAsync(_id, isActive: true, Token);
        await _bruno.WaitForAsync(snapshot => snapshot.Find(_id)!.IsTyping);

        await _anna.DisposeAsync();

        ChatSnapshot after = await _bruno.WaitForAsync(IsThere(Presence.Offline));
        Assert.False(after.Find(_id)!.IsTyping);
    }

    [Fact]
    public async Task Typing_TurnedOffWhileItIsShown_GoesOnBothSides()
    {
        await _anna.Chat.TypingAsync(_id, isActive: true, Token);
        await _bruno.WaitForAsync(snapshot => snapshot.Find(_id)!.IsTyping);
        await _bruno.Chat.TypingAsync(_id, isActive: true, Token);
        await _anna.WaitForAsync(snapshot => snapshot.Find(_id)!.IsTyping);

        await _anna.Chat.SendTypingAsync(false, Token);

        Assert.False(_anna.Store.Current.Find(_id)!.IsTyping);
        await _bruno.WaitForAsync(snapshot => !snapshot.Find(_id)!.IsTyping);
    }

    private Task BrunoReadsAsync() => _bruno.Chat.MarkReadAsync(_id, _bruno.Store.Current.Find(_id)!.Last!.Arrival, Token);

    private Func<ChatSnapshot, bool> HasText(string text) => snapshot => snapshot.Find(_id)!.Last?.Text == text;

    private Func<ChatSnapshot, bool> IsAt(MessageState state) => snapshot => snapshot.Find(_id)!.Last?.State == state;

    private Func<ChatSnapshot, bool> IsThere(Presence presence) => snapshot => snapshot.Find(_id)!.Presence == presence;
}
