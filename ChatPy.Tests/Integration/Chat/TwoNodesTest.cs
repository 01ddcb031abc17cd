using System.Globalization;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Anna's and Bruno's whole nodes over loopback TCP: real TLS, real databases, each with a data directory of its own.</summary>
public abstract class TwoNodesTest : IAsyncLifetime
{
    private readonly TemporaryDirectory _a = new(), _b = new();
    private ChatNode? _anna, _bruno;
    private int _annasPort, _brunosPort;

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    internal ChatNode Anna => _anna ?? throw new InvalidOperationException("Anna's node is not started yet.");

    internal ChatNode Bruno => _bruno ?? throw new InvalidOperationException("Bruno's node is not started yet.");

    internal string AnnasDirectory => _a.Path;

    internal string BrunosDirectory => _b.Path;

    public virtual async ValueTask InitializeAsync() => await StartAsync(anna: true, bruno: true);

    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync(anna: true, bruno: true);
        _a.Dispose();
        _b.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts them, also again: the same peers with the same histories, at the same addresses.</summary>
    internal async Task StartAsync(bool anna = false, bool bruno = false, TimeProvider? time = null)
    {
        if (anna) { (_anna, _annasPort) = await StartAsync(_a.Path, "Anna", _annasPort, time); }
        if (bruno) { (_bruno, _brunosPort) = await StartAsync(_b.Path, "Bruno", _brunosPort, time); }
    }

    /// <summary>Stops them as people do.</summary>
    internal async Task StopAsync(bool anna = false, bool bruno = false)
    {
        if (anna && _anna is not null) { await _anna.DisposeAsync(); }
        if (bruno && _bruno is not null) { await _bruno.DisposeAsync(); }
    }

    /// <summary>One dials the other, who has still to accept.</summary>
    internal static async Task<ConversationId> MeetAsync(ChatNode one, ChatNode other)
    {
        ConversationId id = (await one.Chat.ConnectAsync(other.Address, cancellationToken: Token)).Conversation!.Value;
        foreach (ChatNode node in (ChatNode[])[one, other]) { await node.WaitForAsync(snapshot => snapshot.Find(id)?.Link == LinkState.Secure); }
        return id;
    }

    /// <summary>Takes the history of a node that is stopped; its key is all that is left.</summary>
    internal static void DeleteHistory(string directory)
    {
        foreach (string file in Directory.GetFiles(directory, "history.db*")) { File.Delete(file); }
    }

    private static async Task<(ChatNode Node, int Port)> StartAsync(string directory, string nickname, int port, TimeProvider? time)
    {
        ChatNode node = await ChatNode.StartAsync(directory, nickname, port, time: time);
        return (node, int.Parse(node.Address.Split(':')[^1], CultureInfo.InvariantCulture));
    }
}
