namespace ChatPy.Faults.Platform;

/// <summary>What a line does to each packet, on its own.</summary>
/// <param name="Loss">Chance to vanish.</param>
/// <param name="Delay">How long it takes.</param>
/// <param name="Jitter">By what part of the delay it may be faster or slower; packets overtake each other.</param>
/// <param name="Duplication">Chance to arrive twice.</param>
/// <param name="Corruption">Chance that one bit is flipped.</param>
internal sealed record LineQuality(double Loss, TimeSpan Delay, double Jitter, double Duplication, double Corruption)
{
    public static readonly LineQuality Perfect = new(0, TimeSpan.Zero, 0, 0, 0);
}

/// <summary>A network emulator: two machines, and this program between them.</summary>
internal sealed class BadLine : IAsyncDisposable
{
    public const string FirstAddress = "10.88.0.1", SecondAddress = "10.88.0.2";

    private readonly NetworkPair _pair;
    private readonly TunDevice _first, _second;
    private readonly Direction _there, _back;

    private BadLine(NetworkPair pair, TunDevice first, TunDevice second, int seed)
    {
        (_pair, _first, _second) = (pair, first, second);
        _there = new Direction(first, second, new Random(seed));
        _back = new Direction(second, first, new Random(seed + 1));
    }

    public string FirstSpace => _pair.First;

    public string SecondSpace => _pair.Second;

    public LineQuality Quality
    {
        set => _there.Quality = _back.Quality = value;
    }

    public static async Task<BadLine> CreateAsync(int number, int seed)
    {
        NetworkPair pair = await NetworkPair.CreateAsync();
        // Made in the machine's own network and moved: the names must be free there.
        string one = $"cpa{number}x{Environment.ProcessId % 100_000}", other = $"cpb{number}x{Environment.ProcessId % 100_000}";
        TunDevice first = await TunDevice.CreateAsync(one, pair.First), second = await TunDevice.CreateAsync(other, pair.Second);
        await NetworkPair.AddAddressAsync(pair.First, one, FirstAddress);
        await NetworkPair.AddAddressAsync(pair.Second, other, SecondAddress);
        return new BadLine(pair, first, second, seed);
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _back.DisposeAsync();
        _first.Dispose();
        _second.Dispose();
        await _pair.DisposeAsync();
    }

    private sealed class Direction : IAsyncDisposable
    {
        private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
        private readonly Lock _gate = new();
        private readonly PriorityQueue<byte[], long> _underWay = new();
        private readonly AutoResetEvent _changed = new(initialState: false);
        private readonly TunDevice _from, _to;
        private readonly Random _random;
        private readonly Task _reading, _writing;
        private volatile LineQuality _quality = LineQuality.Perfect;
        private volatile bool _isOver;

        public Direction(TunDevice from, TunDevice to, Random random)
        {
            (_from, _to, _random) = (from, to, random);
            _reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
            _writing = Task.Factory.StartNew(Write, TaskCreationOptions.LongRunning);
        }

        public LineQuality Quality { set => _quality = value; }

        public async ValueTask DisposeAsync()
        {
            _isOver = true;
            _changed.Set();
            await Task.WhenAll(_reading, _writing);
            _changed.Dispose();
        }

        private void Read()
        {
            byte[] buffer = new byte[65_536];
            while (!_isOver)
            {
                int length = _from.Read(buffer, s_look);
                if (length > 0) { Pass(buffer.AsSpan(0, length)); }
            }
        }

        private void Pass(ReadOnlySpan<byte> packet)
        {
            LineQuality quality = _quality;
            if (_random.NextDouble() < quality.Loss) { return; }

            for (int copies = _random.NextDouble() < quality.Duplication ? 2 : 1; copies > 0; copies--)
            {
                byte[] copy = packet.ToArray();
                if (_random.NextDouble() < quality.Corruption) { copy[_random.Next(copy.Length)] ^= (byte)(1 << _random.Next(8)); }

                TimeSpan delay = quality.Delay * (1 + quality.Jitter * (2 * _random.NextDouble() - 1));
                lock (_gate) { _underWay.Enqueue(copy, Environment.TickCount64 + (long)delay.TotalMilliseconds); }
            }

            _changed.Set();
        }

        private void Write()
        {
            while (!_isOver)
            {
                byte[]? packet = null;
                long wait = -1;
                lock (_gate)
                {
                    if (_underWay.TryPeek(out _, out long due) && (wait = Math.Max(0, due - Environment.TickCount64)) == 0) { packet = _underWay.Dequeue(); }
                }

                if (packet is null) { _changed.WaitOne((int)wait); }
                else { _to.Write(packet); }
            }
        }
    }
}
