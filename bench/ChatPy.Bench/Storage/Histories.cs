using ChatPy.Load.Histories;

namespace ChatPy.Bench.Storage;

/// <summary>Histories to measure on, each made once in a run, when it is needed first.</summary>
internal static class Histories
{
    private static readonly Dictionary<int, SeededHistory> s_made = [];
    private static DirectoryInfo? s_folder;

    /// <summary>Whether there is one of a million, which takes most of a minute to make.</summary>
    public static bool WithMillion { get; set; }

    /// <summary>How many messages they have.</summary>
    public static IEnumerable<int> Sizes => WithMillion ? [10, 1_000, 100_000, 1_000_000] : [10, 1_000, 100_000];

    public static async Task<SeededHistory> GetAsync(int messages)
    {
        if (!s_made.TryGetValue(messages, out SeededHistory? history))
        {
            s_made[messages] = history = await SeededHistory.MakeAsync(MakeDirectory($"{messages}"), messages, CancellationToken.None);
        }

        return history;
    }

    /// <summary>An empty place, gone at the end of the run.</summary>
    public static string MakeDirectory(string name) => Folder.CreateSubdirectory(name).FullName;

    /// <summary>Deletes all of them.</summary>
    public static void Delete() => s_folder?.Delete(recursive: true);

    private static DirectoryInfo Folder => s_folder ??= Directory.CreateTempSubdirectory("chatpy-bench-");
}
