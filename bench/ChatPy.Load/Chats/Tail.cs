namespace ChatPy.Load.Chats;

/// <summary>How late the latest are: p50, p95 and p99 instead of minimum, median and maximum.</summary>
internal static class Tail
{
    public const string Columns = "         p50         p95         p99";

    public static void Print(string what, Spread first, Spread second) => Comparison.PrintColumns(
        what, first.ToColumns("F1", 0.5, 0.95, 0.99), second.ToColumns("F1", 0.5, 0.95, 0.99), second.Median / first.Median);
}
