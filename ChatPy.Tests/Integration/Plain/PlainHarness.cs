using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>A plain session, and what came out of it.</summary>
internal sealed class PlainHarness : IPlainRoom
{
    private readonly Channel<PlainArrival> _arrivals = Channel.CreateUnbounded<PlainArrival>();

    public PlainHarness(IDuplexPipe pipe, bool isDialled, TimeProvider time, TransportOptions? options = null)
    {
        // A test that waits in vain fails instead of hanging.
        Stopping.CancelAfter(TimeSpan.FromSeconds(60));
        Session = new PlainSession(pipe, new PeerAddress("192.0.2.1", 4242), isDialled, this, options ?? new TransportOptions(), time, NullLogger.Instance);
        Ending = Session.RunAsync((arrival, cancellationToken) => _arrivals.Writer.WriteAsync(arrival, cancellationToken), Stopping.Token);
    }

    public PlainSession Session { get; }

    public Task<SessionEnd> Ending { get; }

    public CancellationTokenSource Stopping { get; } = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public string OwnNickname => "Ada";

    public IReadOnlyCollection<string> Names => ["Ada", "Bob"];

    public bool HasArrivals => _arrivals.Reader.Count > 0;

    public async Task<PlainArrival> NextAsync() => await _arrivals.Reader.ReadAsync(Stopping.Token);

    /// <summary>The next thing said, past whatever else arrives.</summary>
    public async Task<string> NextSaidAsync()
    {
        while (true)
        {
            if (await NextAsync() is PlainArrival.Said said) { return said.Text; }
        }
    }

    /// <summary>Everything said in a session that is over and was not taken yet.</summary>
    public async Task<(SessionEnd End, string[] Said)> OverAsync()
    {
        SessionEnd end = await Ending.WaitAsync(TestContext.Current.CancellationToken);
        List<string> said = [];
        while (_arrivals.Reader.TryRead(out PlainArrival? arrival))
        {
            if (arrival is PlainArrival.Said one) { said.Add(one.Text); }
        }

        return (end, [.. said]);
    }
}

/// <summary>Both ends of a connection in memory. What is said to the session has been dealt with when saying it ends.</summary>
/// <param name="isFull">The session's writes wait until each is read.</param>
internal sealed class PipePair(bool isFull = false)
{
    // Inline: a test that moves the clock has moved the session too.
    private static readonly PipeOptions s_unbuffered = new(
        readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false);
    private readonly Pipe _toSession = new(s_unbuffered);
    private readonly Pipe _fromSession = new(isFull ? s_unbuffered : PipeOptions.Default);

    public IDuplexPipe Session => new Duplex(_toSession.Reader, _fromSession.Writer);

    public PipeReader Input => _fromSession.Reader;

    public PipeWriter Output => _toSession.Writer;

    public Task SayAsync(string text) => SayAsync(Encoding.UTF8.GetBytes(text));

    public async Task SayAsync(byte[] bytes) => await Output.WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>What one <c>recv</c> would give; empty at the end of the stream.</summary>
    public async Task<string> HearAsync()
    {
        ReadResult read = await Input.ReadAsync(TestContext.Current.CancellationToken);
        string text = Encoding.UTF8.GetString(read.Buffer);
        Input.AdvanceTo(read.Buffer.End);
        return text;
    }

    public bool HasHeardNothing()
    {
        if (!Input.TryRead(out ReadResult read)) { return true; }

        Input.AdvanceTo(read.Buffer.Start);
        return read.Buffer.IsEmpty;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
