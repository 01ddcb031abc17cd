namespace ChatPy.Web.Chat;

/// <content>A history that was saved as a file.</content>
internal sealed partial class ChatService
{
    /// <inheritdoc/>
    public Task<ImportReport> ImportAsync(IAsyncEnumerable<SavedMessage?> saved, CancellationToken cancellationToken = default) =>
        import.RunAsync(saved, cancellationToken);
}
