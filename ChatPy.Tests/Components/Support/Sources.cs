using ChatPy.Tests.Support;

namespace ChatPy.Tests.Components.Support;

/// <summary>The source files of ChatPy.Web, for rules that no compiler holds.</summary>
internal static class Sources
{
    public static string Web { get; } = Path.Combine(Repository.Root, "ChatPy.Web");

    public static IEnumerable<string> Of(params string[] extensions) =>
        Directory.EnumerateFiles(Web, "*", SearchOption.AllDirectories).Where(file => extensions.Contains(Path.GetExtension(file)));
}
