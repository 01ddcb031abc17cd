namespace ChatPy.Load;

/// <summary>Prints figures of two cases beside each other, and the ratio of their medians.</summary>
/// <param name="one">What the first is.</param>
/// <param name="other">What is compared with it.</param>
internal sealed class Comparison(string one, string other)
{
    private const int Name = 52;

    /// <param name="columns">What the three figures of a case are, right-aligned.</param>
    public void Begin(string columns = "         min      median         max")
    {
        Console.WriteLine();
        Console.WriteLine($"{"",-Name}{one,36}  {other,36}{"ratio of",12}");
        Console.WriteLine($"{"",-Name}{columns,36}  {columns,36}{"medians",12}");
    }

    public static void Print(string what, Spread first, Spread second, string format = "F0") =>
        PrintColumns(what, first.ToColumns(format), second.ToColumns(format), second.Median / first.Median);

    /// <summary>The same, with columns made elsewhere; nothing is no ratio of 0.</summary>
    public static void PrintColumns(string what, string first, string second, double ratio) =>
        Console.WriteLine($"{what,-Name}{first,36}  {second,36}{(double.IsFinite(ratio) ? ratio.ToString("F2", null) : ""),12}");

    /// <summary>The same, of what has only one case.</summary>
    public static void Print(string what, Spread only, string format = "F0") => Console.WriteLine($"{what,-Name}{"",36}  {only.ToColumns(format)}");

    /// <summary>A figure beside what it should be at most.</summary>
    public static void Judge(string what, double figure, double most, string format = "F0")
    {
        string part = most > 0 ? $" ({figure / most:F2} of it)" : "";
        Console.WriteLine($"{(figure <= most ? "kept  " : "MISSED")}  {what}: {figure.ToString(format, null)}, at most {most.ToString(format, null)}{part}");
    }

    /// <summary>A figure beside what it should be at least.</summary>
    public static void JudgeLeast(string what, double figure, double least, string format = "F0") =>
        Console.WriteLine($"{(figure >= least ? "kept  " : "MISSED")}  {what}: {figure.ToString(format, null)}, at least {least.ToString(format, null)} ({figure / least:F2} of it)");
}
