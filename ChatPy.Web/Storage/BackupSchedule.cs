namespace ChatPy.Web.Storage;

/// <summary>Sees to the daily copy of the history, beside everything else and in no hurry.</summary>
internal sealed class BackupSchedule(DataDirectory directory, TimeProvider time, ILogger<BackupSchedule> logger) : BackgroundService
{
    /// <summary>From the start to the first look: the start belongs to the person who waits for the page.</summary>
    internal static TimeSpan First { get; } = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_look = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backups = new Backups(directory.Path, time, logger);
        try
        {
            for (TimeSpan pause = First; ; pause = s_look)
            {
                await Task.Delay(pause, time, stoppingToken);
                try
                {
                    // Not waited for at the end: half a copy is thrown away by the next one.
                    await Task.Factory.StartNew(backups.MakeIfDue, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // Out of files there is not even a thread to be had: people chat on, and the copy is made later.
                    logger.BackupFailed(failure);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }
}
