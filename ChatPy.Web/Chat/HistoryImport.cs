namespace ChatPy.Web.Chat;

/// <summary>Brings saved files back, one at a time.</summary>
internal sealed class HistoryImport(ConversationBook book, IMessageStore messages, Links links) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc cref="IChat.ImportAsync"/>
    public async Task<ImportReport> RunAsync(IAsyncEnumerable<SavedMessage?> saved, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        var run = new ImportRun(book, messages, links);
        try
        {
            await run.StoreAsync(saved, cancellationToken);
            return run.Report();
        }
        catch (ImportException broken) { return run.Report(broken.Failure); }
        catch (StorageException) { return run.Report(ImportFailure.NotSaved); }
        finally
        {
            try { await run.ShowAsync(); }
            finally { _turn.Release(); }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
