using System.Text.RegularExpressions;
using ChatPy.Tests.Support;

namespace ChatPy.Tests.Architecture;

public sealed partial class BoundaryTests
{
    [GeneratedRegex(@"\b(Microsoft\.AspNetCore|MudBlazor|Microsoft\.Data\.Sqlite|Dapper|DbUp|ChatPy\.Web\.(?!Chat\b)\w+)")]
    private static partial Regex OutsideTheDomain();

    [GeneratedRegex(@"\b(ChatPy\.Web|MudBlazor|Microsoft\.AspNetCore\.(?!Connections\b|Server\.Kestrel\b)\w+|Microsoft\.Data\.Sqlite)")]
    private static partial Regex OutsideTheWire();

    [GeneratedRegex(@"\b(System\.Net\.Sockets|Socket\w*|TcpClient|TcpListener|NetworkStream)\b")]
    private static partial Regex Sockets();

    [Fact]
    public void ChatFolder_KnowsNoFrameworkPageOrDatabase() => AssertNowhere(OutsideTheDomain(), "ChatPy.Web/Chat");

    [Fact]
    public void Transport_KnowsNoPageOrDatabase() => AssertNowhere(OutsideTheWire(), "ChatPy.Transport");

    [Fact]
    public void Transport_OutsideConnections_SaysNotSocket() => AssertNowhere(Sockets(), "ChatPy.Transport", except: "Connections");

    private static void AssertNowhere(Regex forbidden, string folder, string? except = null)
    {
        string root = Path.Combine(Repository.Root, folder);
        List<string> breaches = [];
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(root, file);
            if (except is not null && name.StartsWith(except + Path.DirectorySeparatorChar, StringComparison.Ordinal)) { continue; }

            // What a comment says binds nobody.
            IEnumerable<string> code = File.ReadLines(file).Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
            breaches.AddRange(forbidden.Matches(string.Join('\n', code)).Select(found => $"{name} names {found.Value}"));
        }

        Assert.Empty(breaches);
    }
}
