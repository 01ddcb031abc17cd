using System.Collections.Immutable;
using System.Net.Sockets;
using ChatPy.Web.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPy.Faults.InProcess;

/// <summary>
/// Sits where the page sits: acts through <see cref="IChat"/>, sees through <see cref="ChatStore"/>, and tells the run over a socket.
/// One line for each command and each thing seen, fields parted by tabs (<see cref="Lines"/>).
/// </summary>
internal sealed class Driver(string path, IChat chat, ChatStore store, IHostApplicationLifetime life, IServiceProvider services) : BackgroundService
{
    private const int PageOfRows = 500;
    private const int MostHits = 100_000;
    private static readonly EntryOrder s_end = new(LogClock.Max, default, long.MaxValue);

    private readonly Lock _gate = new();
    private StreamWriter? _out;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stoppingToken);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        _out = writer;
        Tell(Lines.Ready, store.Current.Self.PeerId, Environment.ProcessId);

        Task watching = WatchAsync(stoppingToken);
        while (await reader.ReadLineAsync(stoppingToken) is string line) { _ = ObeyAsync(line.Split('\t'), stoppingToken); }

        life.StopApplication();   // nobody drives any more
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ObeyAsync(string[] command, CancellationToken cancellationToken)
    {
        try
        {
            switch (command)
            {
                case [Lines.Send, var conversation, var id, var text]:
                    SendResult result = await chat.SendAsync(new ConversationId(conversation), new Draft(Guid.Parse(id), text), cancellationToken);
                    Tell(Lines.Sent, id, result);
                    break;
                case [Lines.Connect, var address]:
                    ConnectResult connected = await chat.ConnectAsync(address, cancellationToken: cancellationToken);
                    Tell(Lines.Connected, connected.Failure?.ToString() ?? "");
                    break;
                case [Lines.Accept, var conversation]:
                    await chat.AcceptAsync(new ConversationId(conversation), cancellationToken);
                    Tell(Lines.Accepted, conversation);
                    break;
                case [Lines.Dump, var tag, var conversation, var count]:
                    await DumpAsync(tag, new ConversationId(conversation), int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
                    break;
                case [Lines.Find, var conversation, var words]:
                    SearchPage page = await chat.SearchAsync(words, new ConversationId(conversation), long.MaxValue, MostHits, cancellationToken);
                    Tell(Lines.Found, conversation, page.Hits.Count);
                    break;
                case [Lines.Fetch, var conversation]:
                    await chat.FetchBackAsync(new ConversationId(conversation), cancellationToken);
                    Tell(Lines.Fetched, conversation);
                    break;
                case [Lines.Clock, var ticks]:
                    services.GetRequiredService<MovableClock>().Set(TimeSpan.FromTicks(long.Parse(ticks, System.Globalization.CultureInfo.InvariantCulture)));
                    Tell(Lines.ClockSet);
                    break;
                case [Lines.Arm, var step, var nth]:
                    StepTrap.Arm(step, int.Parse(nth, System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }
        }
        catch (Exception failure) { Tell(Lines.Broken, command[0], command.ElementAtOrDefault(1) ?? "", failure.ToString().ReplaceLineEndings(" | ")); }
    }

    // What a reader sees who scrolls up from the end.
    private async Task DumpAsync(string tag, ConversationId conversation, int count, CancellationToken cancellationToken)
    {
        EntryOrder before = s_end;
        for (int left = count; left > 0;)
        {
            IReadOnlyList<Message> page = await chat.ReadOlderAsync(conversation, before, Math.Min(left, PageOfRows), cancellationToken);
            if (page.Count == 0) { break; }

            foreach (Message message in page.Reverse()) { Tell(Lines.Row, tag, message.Id, message.IsMine ? "mine" : "theirs", message.State, message.Text); }
            (before, left) = (page[0].Order, left - page.Count);
        }

        Tell(Lines.EndOfRows, tag);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var seen = new Dictionary<ConversationId, Seen>();
        ImmutableSortedSet<Trouble> troubles = [];
        await foreach (ChatSnapshot snapshot in store.WatchAsync(cancellationToken))
        {
            if (snapshot.Self.Troubles != troubles) { Tell(Lines.Trouble, string.Join(' ', troubles = snapshot.Self.Troubles)); }

            foreach (Conversation conversation in snapshot.Conversations)
            {
                if (!seen.TryGetValue(conversation.Id, out Seen? before)) { seen.Add(conversation.Id, before = new Seen()); }

                if (before.Link != conversation.Link) { Tell(Lines.Link, conversation.Id, before.Link = conversation.Link); }
                if (!before.Setbacks.SequenceEqual(conversation.Setbacks))
                {
                    before.Setbacks = conversation.Setbacks;
                    Tell(Lines.Setbacks, conversation.Id, string.Join(',', conversation.Setbacks.Select(setback => setback.Kind)));
                }

                if (ReferenceEquals(before.Recent, conversation.Recent)) { continue; }

                before.Recent = conversation.Recent;
                foreach (Message message in conversation.Recent)
                {
                    if (before.States.TryGetValue(message.Id, out MessageState state) && state == message.State) { continue; }

                    if (!message.IsMine) { StepTrap.Reach(Steps.Show); }

                    before.States[message.Id] = message.State;
                    Tell(Lines.Shown, message.Id, message.IsMine ? "mine" : "theirs", message.State);
                }

                before.ForgetAllBut(conversation.Recent);
            }
        }
    }

    private void Tell(params object[] words)
    {
        try
        {
            lock (_gate) { _out!.WriteLine(string.Join('\t', words)); }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException) { life.StopApplication(); }
    }

    /// <summary>What was told of a conversation so far.</summary>
    private sealed class Seen
    {
        public LinkState? Link { get; set; }

        public IEnumerable<Setback> Setbacks { get; set; } = [];

        public object? Recent { get; set; }

        public Dictionary<Guid, MessageState> States { get; private set; } = [];

        // A soak sees a million messages go by; this process's memory is what it measures.
        public void ForgetAllBut(IReadOnlyCollection<Message> recent)
        {
            if (States.Count > 4 * ChatLimits.RecentMessages) { States = recent.ToDictionary(message => message.Id, message => message.State); }
        }
    }
}
