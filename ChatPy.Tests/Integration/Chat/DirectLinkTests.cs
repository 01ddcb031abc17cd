using ChatPy.Tests.Support;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPy.Tests.Integration.Chat;

public sealed class DirectLinkTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    /// <summary>A person writes to a new peer in the moment in which its connection breaks: the text must be stored, not lost in an error.</summary>
    [Fact]
    public async Task WhatThePersonDoes_WhenTheSessionHasJustEnded_IsNoError()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_directory.Path, "Anna");
        var session = new Session(
            new PeerId(new byte[PeerId.Bytes]), new Hello(), new PeerAddress("10.0.0.2", 4242), dialledByUs: true, new PipePair().Here, new TransportOptions(), TimeProvider.System, NullLogger.Instance);
        using var link = new DirectLink(
            session, anna.Services.GetRequiredService<ConversationBook>(), anna.Services.GetRequiredService<IMessageStore>(), anna.Services.GetRequiredService<Attendance>(),
            new Pace(1, TimeSpan.Zero, TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        session.Leave();
        await session.RunAsync(static (_, _) => ValueTask.CompletedTask, Token);

        await link.AcceptedAsync(Token);
        await link.RenameAsync("Anna", Token);
        await link.FetchBackAsync(Token);
    }
}
