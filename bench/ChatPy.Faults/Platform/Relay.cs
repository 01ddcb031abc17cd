using System.Net;
using System.Net.Sockets;

namespace ChatPy.Faults.Platform;

/// <summary>How a relay passes on what it gets.</summary>
internal enum SegmentShape
{
    /// <summary>As it came.</summary>
    Whole,

    /// <summary>Every byte in a segment of its own.</summary>
    Bytes,

    /// <summary>Up to 64 KiB at once, after a short wait for more.</summary>
    Coalesced,
}

/// <summary>Where a relay ends a connection.</summary>
/// <param name="AfterBytes">How many bytes get through, both directions together.</param>
/// <param name="IsReset">With a reset; otherwise as if both had finished.</param>
internal readonly record struct Cut(long AfterBytes, bool IsReset);

/// <summary>Stands between two machines: passes every byte on, in the shape wanted, and cuts connections where it is told to.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private static readonly TimeSpan s_more = TimeSpan.FromMilliseconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _ended = new(0);
    private readonly IPEndPoint _target;
    private readonly Func<int, Cut?> _cutOf;
    private readonly Task _accepting;
    private int _passing;

    /// <param name="target">To whom it leads.</param>
    /// <param name="cutOf">Where the n-th connection, 0, 1, 2…, is cut; nowhere by default.</param>
    public Relay(string target, Func<int, Cut?>? cutOf = null)
    {
        _target = IPEndPoint.Parse(target);
        _cutOf = cutOf ?? (_ => null);
        _listener.Start();
        Address = _listener.LocalEndpoint.ToString()!;
        _accepting = AcceptAsync();
    }

    public string Address { get; }

    public SegmentShape Shape { get; set; } = SegmentShape.Whole;

    /// <summary>Whether its own machine may gather small writes (Nagle's algorithm).</summary>
    public bool MayGather { get; set; }

    /// <summary>Waits until another connection has ended.</summary>
    public Task UntilEndedAsync(CancellationToken cancellationToken) => _ended.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (Volatile.Read(ref _passing) > 0) { await _ended.WaitAsync(); }
        _ended.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        for (int number = 0; ; number++)
        {
            Socket socket = await _listener.AcceptSocketAsync(_over.Token);
            Interlocked.Increment(ref _passing);
            _ = PassAsync(socket, _cutOf(number));
        }
    }

    private async Task PassAsync(Socket near, Cut? cut)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        try
        {
            await far.ConnectAsync(_target, life.Token);
            near.NoDelay = far.NoDelay = !MayGather;
            var left = new Allowance(cut?.AfterBytes ?? long.MaxValue);
            Task there = PassAsync(near, far, left, life.Token), back = PassAsync(far, near, left, life.Token);
            await Task.WhenAny(Task.WhenAll(there, back), FailureOf(there), FailureOf(back), left.Spent);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException) { /* the other end is not there */ }
        finally
        {
            foreach (Socket socket in (Socket[])[near, far]) { socket.LingerState = new LingerOption(cut is { IsReset: true }, 0); }

            await life.CancelAsync();
            near.Dispose();
            Interlocked.Decrement(ref _passing);
            _ended.Release();
        }
    }

    private static async Task FailureOf(Task direction)
    {
        await direction.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (direction.IsCompletedSuccessfully) { await Task.Delay(Timeout.Infinite); }
    }

    private async Task PassAsync(Socket from, Socket to, Allowance left, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        while (!left.IsSpent)
        {
            int length = await from.ReceiveAsync(buffer, cancellationToken);
            if (length == 0) { break; }
            if (Shape == SegmentShape.Coalesced) { length += await GatherAsync(from, buffer.AsMemory(length), cancellationToken); }

            ReadOnlyMemory<byte> passed = buffer.AsMemory(0, left.Take(length));
            for (int piece = Shape == SegmentShape.Bytes ? 1 : Math.Max(1, passed.Length); !passed.IsEmpty; passed = passed[piece..]) { await to.SendAsync(passed[..piece], cancellationToken); }
            left.Passed();
        }

        if (!left.IsSpent) { to.Shutdown(SocketShutdown.Send); }
    }

    private static async Task<int> GatherAsync(Socket from, Memory<byte> room, CancellationToken cancellationToken)
    {
        int more = 0;
        while (more < room.Length)
        {
            await Task.Delay(s_more, cancellationToken);
            if (from.Available == 0) { break; }
            more += await from.ReceiveAsync(room[more..], cancellationToken);
        }

        return more;
    }

    /// <summary>How many bytes a connection may still pass.</summary>
    private sealed class Allowance(long bytes)
    {
        private readonly TaskCompletionSource _spent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _left = bytes;

        public bool IsSpent => Interlocked.Read(ref _left) <= 0;

        public Task Spent => _spent.Task;

        public int Take(int wanted)
        {
            long after = Interlocked.Add(ref _left, -wanted);
            return after >= 0 ? wanted : (int)Math.Max(0, wanted + after);
        }

        /// <summary>What was taken is on its way.</summary>
        public void Passed()
        {
            if (IsSpent) { _spent.TrySetResult(); }
        }
    }
}
