namespace ChatPy.Tests.Support;

/// <summary>A folder of a test's own, gone after it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("chatpy-tests-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A browser may still write into its profile; the system clears its temporary folder.
        }
    }
}
