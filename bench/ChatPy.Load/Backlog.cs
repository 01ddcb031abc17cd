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
        using (IHost here = await StartAsync(sender, backlog.SenderPort, cancellationToken))
        using (IHost there = await StartAsync(receiver, backlog.ReceiverPort, cancellationToken))
        {
            ConversationId met = (await Chat(here).ConnectAsync($"127.0.0.1:{backlog.ReceiverPort}", cancellationToken: cancellationToken)).Conversation
                ?? throw new InvalidOperationException("The two did not meet.");
            await WaitAsync(there, conversation => conversation.Link == LinkState.Secure, cancellationToken);
            backlog.Conversation = met;
            await Chat(there).AcceptAsync(met, cancellationToken);
            await Chat(here).SendAsync(met, new Draft(Guid.CreateVersion7(), "Hello"), cancellationToken);
            await WaitAsync(here, conversation => conversation.Last?.State >= MessageState.Delivered, cancellationToken);
            await StopAsync(there);
            await StopAsync(here);
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

    private static IChat Chat(IHost host) => host.Services.GetRequiredService<IChat>();

    private static async Task WaitAsync(IHost host, Func<Conversation, bool> holds, CancellationToken cancellationToken)
    {
        await foreach (ChatSnapshot snapshot in host.Services.GetRequiredService<ChatStore>().WatchAsync(cancellationToken))
        {
            if (snapshot.Conversations is [{ } only] && holds(only)) { return; }
        }
    }

    private static async Task<IHost> StartAsync(string directory, int port, CancellationToken cancellationToken)
    {
        IHost host = HeadlessChatPy.Build(directory, port);
        await host.StartAsync(cancellationToken);
        return host;
    }

    private static async Task StopAsync(IHost host)
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
