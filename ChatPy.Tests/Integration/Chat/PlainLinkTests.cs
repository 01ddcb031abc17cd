using System.Net.Sockets;
using ChatPy.Faults.Nodes;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A plain program has come, and the disk takes its time to tell what was said before.</summary>
public sealed class PlainLinkTests : NodeTest
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously), _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override void Change(IServiceCollection services) => services.AddSingleton(provider =>
    {
        IMessageStore real = provider.GetRequiredService<SqliteMessageStore>();
        return ChangedStore.Of(real, (method, arguments) => method == nameof(IMessageStore.GetPositionAsync) ? AnswerAsync(real, arguments) : null);
    });

    public override async ValueTask DisposeAsync()
    {
        _answered.TrySetResult();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task WhatISayAsSoonAsItShows_GoesOut()
    {
        using TcpClient script = await RawPeer.ConnectAsync(Node.Address);
        await script.GetStream().WriteAsync("salut\n"u8.ToArray(), Token);
        await _asked.Task.WaitAsync(Token);

        Assert.DoesNotContain(Node.Store.Current.Conversations, static conversation => conversation.Link == LinkState.Plain);   // what was said now would count as said before
        _answered.SetResult();
        ConversationId id = (await Node.WaitForAsync(static snapshot => snapshot.Conversations is [{ Link: LinkState.Plain }])).Conversations[0].Id;

        Assert.Equal(SendResult.Stored, await Node.SayAsync(id, "bonjour"));
        await Node.WaitForAsync(static snapshot => snapshot.Conversations[0].Recent.Any(static message => message is { IsMine: true, State: MessageState.Unconfirmed }));
    }

    private async Task<LogPosition> AnswerAsync(IMessageStore real, object?[] arguments)
    {
        _asked.TrySetResult();
        await _answered.Task;
        return await real.GetPositionAsync((ConversationId)arguments[0]!, (Transport.Identity.PeerId)arguments[1]!, CancellationToken.None);
    }
}
