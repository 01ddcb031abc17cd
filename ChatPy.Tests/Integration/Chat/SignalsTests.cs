using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>What two people let each other know besides messages: two whole nodes.</summary>
public sealed class SignalsTests : TwoNodesTest
{
    private ConversationId _id;

    /// <summary>Anna has dialled Bruno, Bruno has accepted her, and one message of hers has come.</summary>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _id = await MeetAsync(Anna, Bruno);
        await Bruno.Chat.AcceptAsync(_id, Token);
        await Anna.SayAsync(_id, "one");
        await Bruno.WaitForAsync(HasText("one"));
        await Anna.WaitForAsync(IsAt(MessageState.Delivered));
    }

    [Fact]
    public async Task Read_ByThePeer_IsShownWithItsTimesAndSurvivesARestart()
    {
        await BrunoReadsAsync();

        Message read = (await Anna.WaitForAsync(IsAt(MessageState.Read))).Find(_id)!.Last!;
        await StopAsync(anna: true);
        await StartAsync(anna: true);

        Assert.Equal(MessageState.Read, Anna.Store.Current.Find(_id)!.Last!.State);
        MessageDetails details = (await Anna.Chat.ReadDetailsAsync(_id, read.Id, Token))!;
        Assert.True(details.StoredAt <= details.SentAt && details.SentAt <= details.DeliveredAt && details.DeliveredAt <= details.ReadAt);
    }

    [Fact]
    public async Task Read_WhileTheAuthorIsAway_IsToldWhenItIsBack()
    {
        await StopAsync(anna: true);
        await Bruno.WaitForAsync(snapshot => snapshot.Find(_id)!.Link == LinkState.Offline);

        await BrunoReadsAsync();
        await StartAsync(anna: true);

        await Anna.WaitForAsync(IsAt(MessageState.Read));
    }

    [Fact]
    public async Task Read_ByOneWhoSendsNoReceipts_IsNotTold()
    {
        await Bruno.Chat.SendReceiptsAsync(false, Token);

        await BrunoReadsAsync();
        await Bruno.SayAsync(_id, "after it");

        ChatSnapshot after = await Anna.WaitForAsync(HasText("after it"));
        Assert.Equal(MessageState.Delivered, after.Find(_id)!.Recent[0].State);
    }

    [Fact]
    public async Task Read_OfOneWhoSendsNoReceipts_IsNotShown()
    {
        await Anna.Chat.SendReceiptsAsync(false, Token);

        await BrunoReadsAsync();
        await Bruno.SayAsync(_id, "after it");

        ChatSnapshot after = await Anna.WaitForAsync(HasText("after it"));
        Assert.Equal(MessageState.Delivered, after.Find(_id)!.Recent[0].State);
    }

    [Fact]
    public async Task Settings_TurnedOff_StayOffAfterARestart()
    {
        await Anna.Chat.SendReceiptsAsync(false, Token);
        await Anna.Chat.SendTypingAsync(false, Token);
        await StopAsync(anna: true);

        await StartAsync(anna: true);
        Assert.False(Anna.Store.Current.Self.SendsReceipts);
        Assert.False(Anna.Store.Current.Self.SendsTyping);

        await Anna.Chat.SendReceiptsAsync(true, Token);
        Assert.True(Anna.Store.Current.Self.SendsReceipts);
    }

    [Fact]
    public async Task Presence_FollowsThePageOfThePeer()
    {
        await Bruno.WaitForAsync(IsThere(Presence.Away));   // she has no page open

        Anna.Attendance.Report(this, isInSight: true);
        await Bruno.WaitForAsync(IsThere(Presence.Online));

        Anna.Attendance.Report(this, isInSight: false);
        await Bruno.WaitForAsync(IsThere(Presence.Away));
    }

    [Fact]
    public async Task Presence_AtTheBeginningOfASession_IsWhatItIsThen()
    {
        await StopAsync(anna: true);
        await Bruno.WaitForAsync(IsThere(Presence.Offline));
        Bruno.Attendance.Report(this, isInSight: true);

        await StartAsync(anna: true);

        await Anna.WaitForAsync(IsThere(Presence.Online));
        await Bruno.WaitForAsync(IsThere(Presence.Away));
    }

    [Fact]
    public async Task LastSeen_OfAPeerThatLeft_IsWhenItLeftAndSurvivesARestart()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await StopAsync(anna: true);
        await Bruno.WaitForAsync(IsThere(Presence.Offline));
        await StopAsync(bruno: true);

        await StartAsync(bruno: true);

        Assert.InRange(Bruno.Store.Current.Find(_id)!.LastSeen!.Value, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Typing_IsShownUntilTheMessageIsThere()
    {
        await AnnaTypesAsync();

        await Anna.SayAsync(_id, "two");

        await AssertTypingEndsWithAsync("two");
    }

    [Fact]
    public async Task Typing_ThatMakesAMessageAnother_IsShownUntilItIsAnother()
    {
        await AnnaTypesAsync();

        await Anna.Chat.SendAsync(_id, Draft.Edit(Anna.Store.Current.Find(_id)!.Last!.Id, "One."), Token);

        await AssertTypingEndsWithAsync("One.");
    }

    [Fact]
    public async Task Typing_ReactionMeanwhile_GoesOn()
    {
        await AnnaTypesAsync();

        await Anna.Chat.SendAsync(_id, Draft.Reaction(Anna.Store.Current.Find(_id)!.Last!.Id, "👍", isOn: true), Token);

        ChatSnapshot after = await Bruno.WaitForAsync(snapshot => !snapshot.Find(_id)!.Last!.Reactions.IsEmpty);
        Assert.True(after.Find(_id)!.IsTyping);
    }

    [Fact]
    public async Task Typing_OfAPeerThatLeft_IsOver()
    {
        await AnnaTypesAsync();

        await StopAsync(anna: true);

        ChatSnapshot after = await Bruno.WaitForAsync(IsThere(Presence.Offline));
        Assert.False(after.Find(_id)!.IsTyping);
    }

    [Fact]
    public async Task Typing_TurnedOffWhileItIsShown_GoesOnBothSides()
    {
        await AnnaTypesAsync();
        await Bruno.Chat.TypingAsync(_id, isActive: true, Token);
        await Anna.WaitForAsync(snapshot => snapshot.Find(_id)!.IsTyping);

        await Anna.Chat.SendTypingAsync(false, Token);

        Assert.False(Anna.Store.Current.Find(_id)!.IsTyping);
        await Bruno.WaitForAsync(snapshot => !snapshot.Find(_id)!.IsTyping);
    }

    private async Task AnnaTypesAsync()
    {
        await Anna.Chat.TypingAsync(_id, isActive: true, Token);
        await Bruno.WaitForAsync(snapshot => snapshot.Find(_id)!.IsTyping);
    }

    // Both at once: a page draws it in one piece.
    private async Task AssertTypingEndsWithAsync(string text)
    {
        ChatSnapshot after = await Bruno.WaitForAsync(snapshot => !snapshot.Find(_id)!.IsTyping || HasText(text)(snapshot));
        Assert.Equal((false, text), (after.Find(_id)!.IsTyping, after.Find(_id)!.Last!.Text));
    }

    private Task BrunoReadsAsync() => Bruno.Chat.MarkReadAsync(_id, Bruno.Store.Current.Find(_id)!.Last!.Arrival, Token);

    private Func<ChatSnapshot, bool> HasText(string text) => snapshot => snapshot.Find(_id)!.Last?.Text == text;

    private Func<ChatSnapshot, bool> IsAt(MessageState state) => snapshot => snapshot.Find(_id)!.Last?.State == state;

    private Func<ChatSnapshot, bool> IsThere(Presence presence) => snapshot => snapshot.Find(_id)!.Presence == presence;
}
