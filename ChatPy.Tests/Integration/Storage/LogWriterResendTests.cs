using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

public sealed class LogWriterResendTests : StoreTest
{
    private static readonly ConversationId s_plain = ConversationId.Plain("in 10.0.0.3 1");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Store.SaveConversationAsync(Properties(s_plain) with { Kind = ConversationKind.Plain, Peer = null }, Cancel);
    }

    [Fact]
    public async Task Resend_Failed_IsANewEntryInItsPlace()
    {
        Entry failed = await SayAsync("un");
        Entry later = await SayAsync("deux");
        await Store.MarkAsync(s_plain, Me, failed.Epoch, failed.Sequence, DeliveryStep.Failed, Cancel);

        Entry? again = await Store.ResendAsync(s_plain, Me, failed.Id, Guid.CreateVersion7(), Cancel);
        await ReopenAsync();

        Assert.Equal(("un", 3L, null), (again!.Text, again.Sequence, again.FailedAt));
        Assert.Equal([later.Id, again.Id], (await Store.ReadLogAsync(s_plain, Me, 0, 10, Cancel)).Select(entry => entry.Id));
    }

    [Fact]
    public async Task Resend_Twice_IsOneEntry()
    {
        Entry failed = await SayAsync("un");
        await Store.MarkAsync(s_plain, Me, failed.Epoch, failed.Sequence, DeliveryStep.Failed, Cancel);
        await Store.ResendAsync(s_plain, Me, failed.Id, Guid.CreateVersion7(), Cancel);

        Assert.Null(await Store.ResendAsync(s_plain, Me, failed.Id, Guid.CreateVersion7(), Cancel));
        Assert.Single(await Store.ReadLogAsync(s_plain, Me, 0, 10, Cancel));
    }

    [Fact]
    public async Task Resend_WhatWentOut_DoesNothing()
    {
        Entry sent = await SayAsync("un");
        await Store.MarkAsync(s_plain, Me, sent.Epoch, sent.Sequence, DeliveryStep.Sent, Cancel);

        Assert.Null(await Store.ResendAsync(s_plain, Me, sent.Id, Guid.CreateVersion7(), Cancel));
        Assert.Single(await Store.ReadLogAsync(s_plain, Me, 0, 10, Cancel));
    }

    /// <summary>The log of a conversation with a ChatPy peer has no gaps, ever.</summary>
    [Fact]
    public async Task Resend_InALogThatIsShared_TakesNothingOutOfIt()
    {
        Entry queued = await AppendAsync("un");

        Assert.Null(await Store.ResendAsync(Talk, Me, queued.Id, Guid.CreateVersion7(), Cancel));
        Assert.Equal(queued.Id, Assert.Single(await ReadAllAsync()).Id);
    }

    private Task<Entry> SayAsync(string text) => Store.AppendAsync(s_plain, Me, new Draft(Guid.CreateVersion7(), text), Cancel);
}
