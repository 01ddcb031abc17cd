using System.Collections.Immutable;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Unit.Chat;

public sealed class ConversationChangesTests
{
    private static readonly PeerId s_me = new(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly PeerId s_peer = new(Enumerable.Repeat((byte)2, 32).ToArray());

    private static readonly Conversation s_empty = new() { Id = ConversationId.Direct(s_me, s_peer), Kind = ConversationKind.Direct, GivenName = "Léa" };

    [Fact]
    public void Add_LateEntry_TakesItsPlaceByClock()
    {
        Conversation shown = s_empty.Add(Said(1, clock: 10)).Add(Said(2, clock: 30)).Add(Heard(1, clock: 20));

        Assert.Equal([10UL, 20, 30], shown.Recent.Select(message => message.Order.Clock.Value));
    }

    [Fact]
    public void Add_SameClockFromTwoAuthors_IsInTheSameOrderWhoeverCameFirst()
    {
        Message mine = Said(1, clock: 10), theirs = Heard(1, clock: 10);

        Assert.Equal(s_empty.Add(mine).Add(theirs).Recent, s_empty.Add(theirs).Add(mine).Recent);
    }

    [Fact]
    public void Add_SameMessageTwice_IsShownOnceAndCountedOnce()
    {
        Message heard = Heard(1, clock: 10);
        Conversation shown = s_empty.Add(heard).Add(heard);

        Assert.Single(shown.Recent);
        Assert.Equal(1, shown.Unread);
    }

    [Fact]
    public void Without_AMessageThatWasAdded_IsAsBefore()
    {
        Conversation before = s_empty.Add(Heard(1, clock: 10));
        Message taken = Heard(2, clock: 20);

        Conversation after = before.Add(taken).Without(taken.Id, taken.Arrival);

        Assert.Equal(before.Recent, after.Recent);
        Assert.Equal(1, after.Unread);
        Assert.Equal(0, (before.Add(taken) with { ReadUpTo = taken.Arrival, Unread = 0 }).Without(taken.Id, taken.Arrival).Unread);
    }

    [Fact]
    public void Add_MoreThanTheSnapshotHolds_DropsTheOldestAndSaysThatThereIsMore()
    {
        Conversation shown = Enumerable.Range(1, ChatLimits.RecentMessages + 5).Aggregate(s_empty, (conversation, i) => conversation.Add(Said(i, clock: (ulong)i)));

        Assert.Equal(ChatLimits.RecentMessages, shown.Recent.Count);
        Assert.Equal(6UL, shown.Recent[0].Order.Clock.Value);
        Assert.True(shown.HasOlder);
    }

    [Fact]
    public void Add_OlderThanEverythingShownOfALongerHistory_IsLeftToTheStore()
    {
        Conversation shown = (s_empty with { HasOlder = true }).Add(Said(1, clock: 10)).Add(Heard(1, clock: 5));

        Assert.Equal([10UL], shown.Recent.Select(message => message.Order.Clock.Value));
        Assert.Equal(1, shown.Unread);
    }

    [Fact]
    public void Add_ManyAtOnce_IsWhatOneAfterTheOtherIs()
    {
        Message[] messages = [.. Enumerable.Range(1, 300).SelectMany(i => (Message[])[Said(i, clock: (ulong)i), Heard(i, clock: (ulong)(i * 7 % 300))])];

        Conversation atOnce = s_empty.Add([.. messages, .. messages.Where(message => message.IsMine).TakeLast(20)]);

        Conversation oneByOne = messages.Aggregate(s_empty, (conversation, message) => conversation.Add(message));
        Assert.Equal(oneByOne.Recent, atOnce.Recent);
        Assert.Equal((oneByOne.Unread, oneByOne.HasOlder), (atOnce.Unread, atOnce.HasOlder));
    }

    [Fact]
    public void Add_SameMessageNumberedAgain_IsShownOnce()
    {
        Message said = Said(5, clock: 10);

        Assert.Equal([said], s_empty.Add(said).Add(said with { Order = said.Order with { Sequence = 1 } }).Recent);
    }

    [Fact]
    public void Advance_NothingNew_IsTheSameConversation()
    {
        Conversation shown = s_empty.Add(Said(1, clock: 1), Said(2, clock: 2)).Advance(1, MessageState.Delivered);

        Assert.Same(shown, shown.Advance(1, MessageState.Sent));
    }

    [Fact]
    public void Advance_MovesMineForwardOnlyAndNeverTheirs()
    {
        Conversation shown = s_empty.Add(Said(1, clock: 1)).Add(Said(2, clock: 2)).Add(Said(3, clock: 3)).Add(Heard(1, clock: 4))
            .Advance(2, MessageState.Delivered).Advance(3, MessageState.Sent);

        Assert.Equal(
            [MessageState.Delivered, MessageState.Delivered, MessageState.Sent, MessageState.Delivered],
            shown.Recent.Select(message => message.State));
    }

    [Fact]
    public void Advance_Read_PassesDeliveredAndNeverGoesBack()
    {
        Conversation shown = s_empty.Add(Said(1, clock: 1)).Add(Said(2, clock: 2))
            .Advance(2, MessageState.Delivered).Advance(1, MessageState.Read).Advance(2, MessageState.Delivered);

        Assert.Equal([MessageState.Read, MessageState.Delivered], shown.Recent.Select(message => message.State));
    }

    [Fact]
    public void Advance_PastAMessageThatFailed_LeavesItFailed()
    {
        Conversation shown = s_empty.Add(Said(1, clock: 1)).Advance(1, MessageState.Failed)
            .Add(Said(2, clock: 2)).Advance(2, MessageState.Unconfirmed);

        Assert.Equal([MessageState.Failed, MessageState.Unconfirmed], shown.Recent.Select(message => message.State));
    }

    [Fact]
    public void Advance_PastWhatAFileBroughtBack_LeavesItAsItWas()
    {
        Conversation shown = s_empty.Add(Said(1, clock: 1) with { Arrival = -100 }).Add(Said(1, clock: 2)).Advance(1, MessageState.Delivered);

        Assert.Equal([MessageState.Queued, MessageState.Delivered], shown.Recent.Select(message => message.State));
    }

    [Theory]
    [InlineData(1, MessageState.Read)]
    [InlineData(2, MessageState.Delivered)]
    [InlineData(3, MessageState.Sent)]
    [InlineData(4, MessageState.Queued)]
    public void Add_AMessageThatTheLinkWasFasterWith_ShowsHowFarItHasCome(long sequence, MessageState reached)
    {
        Conversation shown = s_empty.Advance(3, MessageState.Sent).Advance(2, MessageState.Delivered).Advance(1, MessageState.Read);

        Assert.Equal([reached], shown.Add(Said(sequence, clock: 1)).Recent.Select(message => message.State));
    }

    [Theory]
    [InlineData(1, MessageState.Failed)]
    [InlineData(2, MessageState.Unconfirmed)]
    public void Add_AMessageThatAPlainLinkWasFasterWith_ShowsWhatBecameOfIt(long sequence, MessageState became)
    {
        Conversation shown = s_empty.Advance(1, MessageState.Failed).Advance(2, MessageState.Unconfirmed);

        Assert.Equal([became], shown.Add(Said(sequence, clock: 1)).Recent.Select(message => message.State));
    }

    [Fact]
    public void Reload_OfANumberedAnewLog_ForgetsHowFarTheOldNumbersHadCome()
    {
        Conversation shown = s_empty.Advance(9, MessageState.Read).Reload([], hasOlder: false, takesBack: true, known: new HashSet<Guid>());

        Assert.Equal(MessageState.Queued, shown.Add(Said(1, clock: 1)).Last!.State);
    }

    [Fact]
    public void Reload_WhatCameWhileTheStoreWasRead_StaysInItsPlace()
    {
        Message first = Heard(1, clock: 10), last = Said(1, clock: 30), meanwhile = Heard(2, clock: 20);

        Conversation after = s_empty.Add(first, last, meanwhile).Reload([first, last], hasOlder: false, takesBack: false, known: new HashSet<Guid> { first.Id, last.Id });

        Assert.Equal([first, meanwhile, last], after.Recent);
    }

    [Fact]
    public void Reload_WhatIsNotStoredAnyMore_IsGone()
    {
        Message deleted = Said(1, clock: 10), meanwhile = Heard(1, clock: 20);

        Conversation after = s_empty.Add(deleted, meanwhile).Reload([], hasOlder: false, takesBack: false, known: new HashSet<Guid> { deleted.Id });

        Assert.Equal([meanwhile], after.Recent);
    }

    [Fact]
    public void Put_ConversationInWhichSomethingHappened_GoesOnTop()
    {
        DateTimeOffset noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        Conversation first = s_empty with { LastActivity = noon };
        Conversation second = s_empty with { Id = new ConversationId("other"), LastActivity = noon.AddMinutes(-1) };
        ImmutableArray<Conversation> all = ImmutableArray<Conversation>.Empty.Put(second).Put(first);
        Assert.Equal([first.Id, second.Id], all.Select(conversation => conversation.Id));

        all = all.Put(second with { LastActivity = noon.AddMinutes(1) });

        Assert.Equal([second.Id, first.Id], all.Select(conversation => conversation.Id));
    }

    [Fact]
    public void Put_ChangeOfAMessageThatFallsOutForWhatComesWithIt_IsCountedForPagesThatShowIt()
    {
        Message[] shown = [.. Enumerable.Range(1, ChatLimits.RecentMessages).Select(static number => Heard(number, (ulong)number))];
        Message next = Heard(ChatLimits.RecentMessages + 1, ChatLimits.RecentMessages + 1);

        Conversation changed = s_empty.Add(shown).Put([next, shown[0] with { Text = "changed" }], new HashSet<Guid> { next.Id });

        Assert.Equal(1, changed.ChangesBehind);
        Assert.Equal([.. shown[1..], next], changed.Recent);
    }

    [Fact]
    public void Read_WhileAnotherCame_LeavesThatOneUnread()
    {
        Conversation shown = s_empty.Add(Heard(1, clock: 10) with { Arrival = 1 });

        // The store counted before the second one was there.
        shown = shown.Add(Heard(2, clock: 20) with { Arrival = 2 }).Read(1, unread: 0);

        Assert.Equal((1, 1L), (shown.Unread, shown.ReadUpTo));
    }

    private static Message Said(long sequence, ulong clock) => Message(s_me, sequence, clock, MessageState.Queued);

    private static Message Heard(long sequence, ulong clock) => Message(s_peer, sequence, clock, MessageState.Delivered);

    private static Message Message(PeerId author, long sequence, ulong clock, MessageState state) => new(
        Guid.CreateVersion7(), new EntryOrder(new LogClock(clock), author, sequence), Arrival: sequence, author == s_me, "text", DateTimeOffset.UnixEpoch, state);
}
