using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.Options;

namespace ChatPy.Web.Hosting;

/// <summary><c>--ChatPy:Restore file</c>: puts a copy of the history in its place and ends, without opening a page or a port.</summary>
internal static class RestoreCommand
{
    /// <summary>Does it if it was asked for, and says on the console what was done.</summary>
    /// <exception cref="Transport.StartException">It cannot be done; nothing was changed.</exception>
    public static bool RunIfAsked(IServiceProvider services)
    {
        string file = services.GetRequiredService<IOptions<ChatOptions>>().Value.Restore;
        if (file.Length == 0) { return false; }

        var directory = services.GetRequiredService<DataDirectory>();
        var backups = new Backups(directory.Path, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<BackupSchedule>>());
        string? aside = backups.Restore(file);
        Console.WriteLine($"""
            The history in {directory.Path} is now the one of {Path.GetFullPath(file)}.
            {(aside is null ? "There was none before." : $"The one before it is kept as {aside}.")}
            Start ChatPy as usual. Where a peer has more of what you wrote, the conversation says so and offers to fetch it back.
            """);
        return true;
    }
}
