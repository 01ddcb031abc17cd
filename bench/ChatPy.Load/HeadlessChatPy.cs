using ChatPy.Transport;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPy.Load;

/// <summary>All of ChatPy but its page, within this process: what prepares a data directory before anything is measured.</summary>
internal static class HeadlessChatPy
{
    /// <param name="directory">Its data.</param>
    /// <param name="port">Where it is reached once it is started.</param>
    /// <param name="durability">How safe its commits are, if not as ever.</param>
    public static IHost Build(string directory, int port, Durability? durability = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ChatPy:Port"] = $"{port}",
            ["ChatPy:ListenAddress"] = "127.0.0.1",
            ["ChatPy:DataDirectory"] = directory,
        });
        builder.Services.AddLogging();
        if (durability is not null) { builder.Services.AddSingleton(durability); }
        builder.Services.AddChatPyTransport().AddChatPyStorage().AddChat();
        return builder.Build();
    }

    /// <summary>A history with nothing in it, as ChatPy makes it.</summary>
    /// <returns>The file.</returns>
    public static async Task<string> MakeEmptyHistoryAsync(string directory)
    {
        using IHost made = Build(directory, 0);
        made.Services.GetRequiredService<SqliteMessageStore>();
        await ((IAsyncDisposable)made).DisposeAsync();
        return Path.Combine(directory, "history.db");
    }
}
