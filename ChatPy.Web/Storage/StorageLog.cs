namespace ChatPy.Web.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(6000, LogLevel.Information, "History opened: {Path}.")]
    public static partial void HistoryOpened(this ILogger logger, string path);

    [LoggerMessage(6001, LogLevel.Information, "History brought up to {Migration}.")]
    public static partial void Migrated(this ILogger logger, string migration);

    [LoggerMessage(6002, LogLevel.Error, "The history was damaged ({Damage}). It was moved to {MovedTo}, nothing of it was deleted; ChatPy goes on with an empty one.")]
    public static partial void DamagedMovedAside(this ILogger logger, string damage, string movedTo);

    [LoggerMessage(6003, LogLevel.Warning, "Other users could look into {Path}; it is now open to its owner only.")]
    public static partial void DirectoryTightened(this ILogger logger, string path);

    [LoggerMessage(6020, LogLevel.Information, "A copy of the history was made: {Path}.")]
    public static partial void BackupMade(this ILogger logger, string path);

    [LoggerMessage(6021, LogLevel.Warning, "No copy of the history could be made; the next hour tries again.")]
    public static partial void BackupFailed(this ILogger logger, Exception failure);

    [LoggerMessage(6022, LogLevel.Warning, "The disk has no room for a copy of the history in {Folder}.")]
    public static partial void NoRoomForBackup(this ILogger logger, string folder);

    [LoggerMessage(6010, LogLevel.Error, "Nothing of {Count} changes was saved. The database is opened anew for the next one.")]
    public static partial void GroupFailed(this ILogger logger, int count, Exception failure);

    [LoggerMessage(6011, LogLevel.Information, "Saving works again.")]
    public static partial void SavingAgain(this ILogger logger);

    [LoggerMessage(6012, LogLevel.Error, "One change was refused; those beside it are saved.")]
    public static partial void ItemFailed(this ILogger logger, Exception failure);

    [LoggerMessage(6013, LogLevel.Warning, "A checkpoint of the history failed; the next one, at the latest at the next start, makes up for it.")]
    public static partial void CheckpointFailed(this ILogger logger, Exception failure);

    [LoggerMessage(6014, LogLevel.Warning, "The index for searching could not be brought up to date; it is tried again.")]
    public static partial void IndexingFailed(this ILogger logger, Exception failure);

    [LoggerMessage(6015, LogLevel.Warning, "The index for searching is damaged ({Damage}) and is made anew. The history is not touched.")]
    public static partial void IndexDamaged(this ILogger logger, string damage);
}
