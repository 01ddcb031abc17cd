using System.Diagnostics;
using System.Security.Cryptography;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPy.Load.Histories;

/// <summary>A data directory with one conversation, all of it read and delivered, its search index complete and today's backup made.</summary>
/// <param name="Directory">Where.</param>
/// <param name="Messages">How many.</param>
/// <param name="Conversation">Of whom.</param>
/// <param name="First">The id of the first message.</param>
internal sealed record SeededHistory(string Directory, int Messages, ConversationId Conversation, Guid First)
{
    private const int Together = 4096;
    private static readonly TimeSpan s_apart = TimeSpan.FromMinutes(2);

    /// <summary>Size of the database in MiB.</summary>
    public double Megabytes => new FileInfo(File).Length / 1048576.0;

    /// <summary>The database.</summary>
    public string File => Path.Combine(Directory, "history.db");

    /// <summary>How long it takes to see whether the file is sound.</summary>
    public TimeSpan Check()
    {
        using var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        long start = Stopwatch.GetTimestamp();
        string? damage = Soundness.FindDamage(connection);
        return damage is null ? Stopwatch.GetElapsedTime(start) : throw new InvalidOperationException($"{File} is damaged: {damage}.");
    }

    /// <summary>Writes it through ChatPy's own storage; only fsync is left out.</summary>
    public static async Task<SeededHistory> MakeAsync(string directory, int messages, CancellationToken cancellationToken)
    {
        using IHost host = HeadlessChatPy.Build(directory, 0, new Durability("OFF"));
        SqliteMessageStore store = host.Services.GetRequiredService<SqliteMessageStore>();
        PeerId me = host.Services.GetRequiredService<ConversationBook>().Me, other = new(SHA256.HashData("the other"u8));
        DateTimeOffset begin = DateTimeOffset.UtcNow - (s_apart * messages);
        var conversation = new StoredConversation
        {
            Id = ConversationId.Direct(me, other),
            Kind = ConversationKind.Direct,
            Title = "Camille",
            Peer = other,
            Trust = Trust.Accepted,
            CreatedAt = begin,
            LastSeen = DateTimeOffset.UtcNow,
        };
        await store.SaveConversationAsync(conversation, cancellationToken);

        Author[] authors = [new(other), new(me)];
        Guid? first = null;
        foreach (int[] some in Enumerable.Range(0, messages).Chunk(Together))
        {
            // Three by three, as people talk.
            foreach (IGrouping<int, int> his in some.GroupBy(number => number / 3 % 2))
            {
                Entry[] entries = [.. his.Select(number => authors[his.Key].Write(conversation.Id, begin + (number * s_apart), HistoryTexts.Write(number, messages)))];
                first ??= entries[0].Id;
                await store.ReceiveAsync(entries, cancellationToken);
            }
        }

        await store.MarkAsync(conversation.Id, me, authors[1].Epoch, authors[1].Written, DeliveryStep.Read, cancellationToken);
        await store.MarkReadAsync(conversation.Id, me, long.MaxValue, cancellationToken);
        while (await store.IndexAsync(cancellationToken)) { /* the next batch */ }
        await ((IAsyncDisposable)host).DisposeAsync();
        new Backups(directory, TimeProvider.System, NullLogger.Instance).MakeIfDue();
        return new SeededHistory(directory, messages, conversation.Id, first!.Value);
    }

    private sealed class Author(PeerId id)
    {
        public Guid Epoch { get; } = Guid.NewGuid();

        public long Written { get; private set; }

        public Entry Write(ConversationId conversation, DateTimeOffset at, string text) => new()
        {
            Conversation = conversation,
            Author = id,
            Epoch = Epoch,
            Sequence = ++Written,
            Id = Guid.CreateVersion7(at),
            Clock = LogClock.At(at),
            Text = text,
        };
    }
}
