namespace ChatPy.Web.Storage;

/// <summary>Looks once whether the index for searching is sound, and keeps it close behind the history while nobody searches; in no hurry.</summary>
internal sealed class SearchSchedule(SqliteMessageStore store, TimeProvider time, ILogger<SearchSchedule> logger) : BackgroundService
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(30);

    // Between two batches whoever waits for the disk has it.
    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan pause = s_first;
        try
        {
            for (Func<CancellationToken, Task<bool>> step = store.CheckIndexAsync; ; step = store.IndexAsync)
            {
                await Task.Delay(pause, time, stoppingToken);
                pause = await HasMoreToDoAsync(step, stoppingToken) ? s_breath : s_look;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (ObjectDisposedException) { /* the history is closed */ }
    }

    // Whatever fails here, a process out of file handles for one: people chat on, and the index comes later.
    private async Task<bool> HasMoreToDoAsync(Func<CancellationToken, Task<bool>> step, CancellationToken cancellationToken)
    {
        try { return await step(cancellationToken); }
        catch (Exception failure) when (failure is not (OperationCanceledException or ObjectDisposedException))
        {
            logger.IndexingFailed(failure);
            return false;
        }
    }
}
