using ChatPy.Web.Chat;

namespace ChatPy.Tests.Components.Support;

/// <content>Saved files.</content>
internal sealed partial class FakeChat
{
    public List<SavedMessage?> Imported { get; } = [];

    public Func<int, ImportReport> OnImport { get; set; } = count => new ImportReport(count, 0, 0, 1, null);

    public async Task<ImportReport> ImportAsync(IAsyncEnumerable<SavedMessage?> saved, CancellationToken cancellationToken = default)
    {
        await Note("import");
        try
        {
            await foreach (SavedMessage? message in saved.WithCancellation(cancellationToken)) { Imported.Add(message); }
        }
        catch (ImportException broken) { return OnImport(Imported.Count) with { Failure = broken.Failure }; }

        return OnImport(Imported.Count);
    }
}
