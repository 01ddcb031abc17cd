namespace ChatPy.Web.Storage;

/// <summary>Keeps the index for searching close behind the history while nobody searches, in no hurry.</summary>
internal sealed class SearchSchedule(SqliteMessageStore store, TimeProvider time, ILogger<SearchSchedule> logger) : BackgroundService
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(30);

    // Between two batches whoever waits for the disk has it.
    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (TimeSpan pause = s_first; ; pause = await IsBehindAsync(stoppingToken) ? s_breath : s_look)
            {
                await Task.Delay(pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (ObjectDisposedException) { /* the history is closed */ }
    }

    // Whatever fails here, a process out of file handles for one: people chat on, and the index comes later.
    private async Task<bool> IsBehindAsync(CancellationToken cancellationToken)
    {
        try { return await store.IndexAsync(cancellationToken); }
        catch (Exception failure) when (failure is not (OperationCanceledException or ObjectDisposedException))
        {
            logger.IndexingFailed(failure);
            return false;
        }
    }
}
