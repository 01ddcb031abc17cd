using System.Net.Sockets;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPy.Load.Peers;

/// <summary>A ChatPy that has accepted the programs of this machine: what one of them says is kept without a limit.</summary>
/// <param name="Directory">What it keeps; each run starts from a copy.</param>
internal sealed record PlainLines(string Directory)
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(5);

    /// <param name="directory">A new one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PlainLines> PrepareAsync(string directory, CancellationToken cancellationToken)
    {
        using IHost host = HeadlessChatPy.Build(directory, 0);
        Conversation came = PlainConversations.Came("127.0.0.1", place: 1);
        await host.Services.GetRequiredService<SqliteMessageStore>().SaveConversationAsync(
            new StoredConversation { Id = came.Id, Kind = came.Kind, Title = came.GivenName, Address = came.Address, Trust = Trust.Accepted, CreatedAt = DateTimeOffset.UtcNow },
            cancellationToken);
        await ((IAsyncDisposable)host).DisposeAsync();
        return new PlainLines(directory);
    }

    /// <returns>Lines/s, until the last one is committed.</returns>
    public async Task<double> RunAsync(string copy, IReadOnlyList<byte[]> lines, CancellationToken cancellationToken)
    {
        Backlog.Copy(Directory, copy);
        int port = Ports.Take();
        using LoadProcess receiver = LoadProcess.Start(copy, port);
        await receiver.UntilAnswersAsync(cancellationToken);
        using TcpClient client = await RawPeer.ConnectAsync($"127.0.0.1:{port}");
        using var committed = LogProbe.AllCommitted(copy);
        double rate = await LineWriter.RateAsync(client, lines, UntilCommittedAsync, cancellationToken);
        ManyPeers.RequireAll(committed, lines.Count);
        return rate;

        async Task UntilCommittedAsync()
        {
            while (committed.Read() < lines.Count)
            {
                receiver.ThrowIfOver();
                await Task.Delay(s_lookEvery, cancellationToken);
            }
        }
    }
}
