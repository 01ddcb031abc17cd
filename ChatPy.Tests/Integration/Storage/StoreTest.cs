using System.Security.Cryptography;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Storage;

/// <summary>A real database file in a folder of its own, one conversation in it, and a clock that stands still.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    internal static PeerId Me { get; } = new(SHA256.HashData("me"u8));
    internal static PeerId Peer { get; } = new(SHA256.HashData("peer"u8));
    internal static ConversationId Talk { get; } = ConversationId.Direct(Me, Peer);

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("chatpy-store-");
    private SqliteMessageStore? _store;

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 7, 31, 9, 0, 0, TimeSpan.Zero));

    internal string Folder => _folder.FullName;

    internal string DatabasePath => Path.Combine(Folder, "history.db");

    internal SqliteMessageStore Store => _store ?? throw new InvalidOperationException("The store is closed.");

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal virtual ILogger Logger => NullLogger.Instance;

    public virtual async ValueTask InitializeAsync()
    {
        Open();
        await Store.SaveConversationAsync(Properties(Talk), Cancel);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    internal void Open() => _store = SqliteMessageStore.Open(DatabasePath, TimeSpan.FromSeconds(1), Time, Logger);

    internal async Task CloseAsync()
    {
        if (_store is not null) { await _store.DisposeAsync(); }

        _store = null;
    }

    internal async Task ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    /// <summary>A database, the one of the test unless another is named, as another program would open it.</summary>
    internal SqliteConnection OpenFile(string? path = null)
    {
        var connection = new SqliteConnection($"Data Source={path ?? DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }

    internal StoredConversation Properties(ConversationId id) => new()
    {
        Id = id,
        Kind = ConversationKind.Direct,
        Title = "Ada",
        Peer = Peer,
        Address = "10.0.0.2:4242",
        Trust = Trust.Accepted,
        CreatedAt = Time.GetUtcNow(),
    };

    internal Task<Entry> AppendAsync(string text) => Store.AppendAsync(Talk, Me, new Draft(Guid.CreateVersion7(), text), Cancel);

    /// <summary>What the peer would send.</summary>
    internal Entry FromPeer(Guid epoch, long sequence, string text = "salut") => new()
    {
        Conversation = Talk,
        Author = Peer,
        Epoch = epoch,
        Sequence = sequence,
        Id = Guid.CreateVersion7(),
        Clock = LogClock.At(Time.GetUtcNow().AddSeconds(sequence)),
        Text = text,
    };

    internal async Task<StoredHistory> LoadAsync() => Assert.Single((await Store.LoadAsync(Cancel)).Conversations, history => history.Properties.Id == Talk);

    internal async Task<IReadOnlyList<Entry>> ReadAllAsync() =>
        (await Store.ReadBeforeAsync(Talk, EntryOrder.End, int.MaxValue, Cancel)).Messages;
}

/// <summary>What most tests of the store need of it.</summary>
internal static class StoreTestExtensions
{
    /// <summary>One entry that arrives alone.</summary>
    public static Task<ReceiveResult> ReceiveAsync(this IMessageStore store, Entry entry, CancellationToken cancellationToken) => store.ReceiveAsync([entry], cancellationToken);
}
