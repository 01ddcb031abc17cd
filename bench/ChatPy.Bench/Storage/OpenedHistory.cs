using ChatPy.Load;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPy.Bench.Storage;

/// <summary>A data directory as the program opens it, made if there is none.</summary>
internal sealed class OpenedHistory(string directory) : IAsyncDisposable
{
    private readonly IHost _host = HeadlessChatPy.Build(directory, 0);

    public SqliteMessageStore Store => _host.Services.GetRequiredService<SqliteMessageStore>();

    public ConversationBook Book => _host.Services.GetRequiredService<ConversationBook>();

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_host).DisposeAsync();
}
