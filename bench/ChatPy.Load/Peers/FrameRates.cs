using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace ChatPy.Load.Peers;

/// <summary>How many small messages a second go one way, and what each costs in processor time, both ends together.</summary>
internal sealed class FrameRates(Answerer other, MemorySession session, X509Certificate2 identity)
{
    private static readonly byte[] s_chunk =
        [.. Enumerable.Repeat(SmallMessage.Frame, (BareTls.ChunkBytes / SmallMessage.Frame.Length) + 1).SelectMany(static frame => frame).Take(BareTls.ChunkBytes)];

    /// <summary>SslStream writes as much as the writer of a session hands to TLS at once.</summary>
    public Beside Chunks { get; } = new();

    /// <summary>SslStream writes each message by itself.</summary>
    public Beside Singly { get; } = new();

    /// <summary>Of <see cref="Chunks"/>, µs a message.</summary>
    public Beside Work { get; } = new();

    public async Task RunAsync(int frames, bool counts, CancellationToken cancellationToken)
    {
        (double chunks, double bareWork) = await RateAsync(frames, () => StreamAsync(s_chunk, frames, cancellationToken));
        (double singly, _) = await RateAsync(Math.Max(1, frames / 10), () => StreamAsync(SmallMessage.Frame, Math.Max(1, frames / 10), cancellationToken));
        (double chatPy, double work) = await RateAsync(frames, () => session.AskAsync(frames, cancellationToken));
        if (!counts) { return; }

        Console.WriteLine($"  frames/s: bare {chunks:F0}, bare one by one {singly:F0}, in memory {chatPy:F0}; µs of processor time each: bare {bareWork:F2}, in memory {work:F2}");
        Chunks.Add(chunks, chatPy);
        Singly.Add(singly, chatPy);
        Work.Add(bareWork, work);
    }

    public void Print()
    {
        Chunks.Print($"{SmallMessage.Frame.Length}-byte frames/s in memory; bare {BareTls.ChunkBytes / 1024} KiB a write");
        Singly.Print($"{SmallMessage.Frame.Length}-byte frames/s in memory; bare one a write");
        Work.Print("processor time a frame, both ends, µs", "F2");
    }

    private async Task<(double Rate, double Work)> RateAsync(int frames, Func<Task<TimeSpan>> send)
    {
        TimeSpan before = Worked();
        double rate = frames / (await send()).TotalSeconds;
        return (rate, (Worked() - before).TotalMicroseconds / frames);
    }

    private TimeSpan Worked()
    {
        using var own = Process.GetCurrentProcess();
        using var there = Process.GetProcessById(other.Id);
        return own.TotalProcessorTime + there.TotalProcessorTime;
    }

    private async Task<TimeSpan> StreamAsync(byte[] chunk, int frames, CancellationToken cancellationToken)
    {
        long total = (long)frames * SmallMessage.Frame.Length;
        using BareTls bare = await BareTls.ConnectAsync(other.TlsPort, identity, cancellationToken);
        await bare.BeginAsync(total, cancellationToken);
        return await Trips.TimeAsync(() => bare.AskAsync(chunk, total, cancellationToken));
    }
}
