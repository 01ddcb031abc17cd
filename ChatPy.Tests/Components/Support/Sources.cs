namespace ChatPy.Tests.Components.Support;

/// <summary>The source files of ChatPy.Web, for rules that no compiler holds.</summary>
internal static class Sources
{
    public static string Web { get; } = Path.Combine(Root(), "ChatPy.Web");

    public static IEnumerable<string> Of(params string[] extensions) =>
        Directory.EnumerateFiles(Web, "*", SearchOption.AllDirectories).Where(file => extensions.Contains(Path.GetExtension(file)));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ChatPy.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No ChatPy.sln above the tests.");
        }

        return folder.FullName;
    }
}
