using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPy.Load;

/// <summary>
/// Two data directories of people who have met, one of them with messages that the other does not have. Made once; each run starts from
/// a copy.
/// </summary>
internal sealed class Backlog
{
    private const string Sender = "sender", Receiver = "receiver";
    private const int Together = 10_000;

    private readonly string _folder;
    private int _runs;

    private Backlog(string folder) => _folder = folder;

    public int SenderPort { get; } = Ports.Take();

    public int ReceiverPort { get; } = Ports.Take();

    /// <summary>What the two have.</summary>
    public ConversationId Conversation { get; private set; }

    /// <summary>Lets the two meet, and fills the log of one of them while neither runs.</summary>
    public static async Task<Backlog> PrepareAsync(string folder, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var backlog = new Backlog(folder);
        (string sender, string receiver) = backlog.Directories("made");
        await using (HeadlessPeer here = await HeadlessPeer.StartAsync(sender, backlog.SenderPort, cancellationToken), there = await HeadlessPeer.StartAsync(receiver, backlog.ReceiverPort, cancellationToken))
        {
            ConversationId met = (await here.Chat.ConnectAsync($"127.0.0.1:{backlog.ReceiverPort}", cancellationToken: cancellationToken)).Conversation
                ?? throw new InvalidOperationException("The two did not meet.");
            await there.UntilConnectedAsync(cancellationToken);
            backlog.Conversation = met;
            await there.Chat.AcceptAsync(met, cancellationToken);
            await here.WriteAsync(met, "Hello", cancellationToken);
            await here.UntilAsync(static conversation => conversation.Last?.State >= MessageState.Delivered, cancellationToken);
        }

        using (IHost alone = HeadlessChatPy.Build(sender, backlog.SenderPort))
        {
            SqliteMessageStore store = alone.Services.GetRequiredService<SqliteMessageStore>();
            StoredConversation met = (await store.LoadAsync(cancellationToken)).Conversations.Single().Properties;
            ConversationBook book = alone.Services.GetRequiredService<ConversationBook>();
            foreach (string[] some in texts.Chunk(Together))
            {
                await Task.WhenAll(some.Select(text => store.AppendAsync(met.Id, book.Me, new Draft(Guid.CreateVersion7(), text), cancellationToken)));
            }

            await ((IAsyncDisposable)alone).DisposeAsync();
        }

        return backlog;
    }

    /// <summary>A history with nothing in it, as ChatPy makes it.</summary>
    public Task<string> MakeEmptyHistoryAsync() => HeadlessChatPy.MakeEmptyHistoryAsync(Path.Combine(_folder, $"empty{++_runs}"));

    /// <summary>Fresh copies of both directories.</summary>
    public (string Sender, string Receiver) Copy()
    {
        (string Sender, string Receiver) made = Directories("made"), copy = Directories($"run{++_runs}");
        Copy(made.Sender, copy.Sender);
        Copy(made.Receiver, copy.Receiver);
        return copy;
    }

    private (string Sender, string Receiver) Directories(string name) =>
        (Path.Combine(_folder, $"{name}-{Sender}"), Path.Combine(_folder, $"{name}-{Receiver}"));

    /// <summary>Copies a directory that nobody uses.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) { File.Copy(file, Path.Combine(to, Path.GetFileName(file))); }
    }
}
