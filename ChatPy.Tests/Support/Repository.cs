namespace ChatPy.Tests.Support;

/// <summary>The source that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds ChatPy.sln.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? from)
    {
        while (from is not null && !File.Exists(Path.Combine(from.FullName, "ChatPy.sln"))) { from = from.Parent; }

        return from?.FullName ?? throw new InvalidOperationException("The tests run outside their repository.");
    }
}
