using System.Globalization;

namespace ChatPy.Load.Histories;

/// <summary>What people wrote: some 80 bytes of ordinary words, the same in every run, and two words to look for.</summary>
internal static class HistoryTexts
{
    /// <summary>In five messages of each history, however long that is.</summary>
    public const string Rare = "zanzibar";

    /// <summary>In every tenth.</summary>
    public const string Common = "rhubarb";

    private const int RareOnes = 5, CommonOnes = 10, Words = 12;

    private static readonly string[] s_words =
        """
        about after again answer around because before begin better between board bread bring build call carry change class clear close cold
        course dinner early evening every exam example family fast father find first follow friend garden good great green group happy hard
        hear help home hour house keep kind large late learn leave letter light line listen little long look lunch make matter mean meeting
        minute monday money morning mother move music near never next night number open order paper part people picture place plan play point
        question quick quiet rain read ready really remember road room round school second send show side simple small snow sound speak
        start stay story street study summer table take talk teacher tell thing think time today together tomorrow town train tree try turn
        under until usual very wait walk want warm watch water week weekend while white window winter word work world write year yellow
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <param name="number">Which message, from 0.</param>
    /// <param name="of">How many there are.</param>
    public static string Write(int number, int of)
    {
        var random = new Random(number);
        string[] words = [.. Enumerable.Range(0, Words).Select(_ => s_words[random.Next(s_words.Length)])];
        if (IsRare(number, of)) { words[Words / 2] = Rare; }
        if (number % CommonOnes == 3) { words[Words / 3] = Common; }
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', words)} {number}");
    }

    private static bool IsRare(int number, int of)
    {
        int part = of / RareOnes;
        return number % part == part / 2 && number / part < RareOnes;
    }
}
