using System.Diagnostics;

namespace ChatPy.Load.Peers;

/// <summary>Times of the same trip, in µs.</summary>
internal static class Trips
{
    public static async Task TakeAsync(Spread into, int count, Func<Task<TimeSpan>> trip)
    {
        for (int i = 0; i < count; i++) { into.Add((await trip()).TotalMicroseconds); }
    }

    public static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        long start = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(start);
    }

    public static string Columns(Spread spread) => $"{spread.Median:F0} / {spread.At(0.95):F0}";
}
