using System.Text;
using ChatPy.Web.Chat;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ChatPy.Web.Hosting;

/// <summary>Tells the person at the console, once everything runs, where the page is, what others enter to reach them, and where the data lies.</summary>
internal sealed class StartBanner(IServer server, ChatStore store, string dataDirectory) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        HostLogging.HasStarted();
        Console.Out.Write(Compose(server.Features.Get<IServerAddressesFeature>()!.Addresses, store.Current.Self.Addresses, dataDirectory));
        return Task.CompletedTask;
    }

    public static string Compose(IEnumerable<string> pages, IEnumerable<string> addresses, string dataDirectory)
    {
        var text = new StringBuilder().Append("\nChatPy is running; Ctrl+C ends it.\n\n");
        AppendRows(text, "Open the page", pages);
        AppendRows(text, "Others enter", addresses.DefaultIfEmpty("(this machine has no network address)"));
        AppendRows(text, "Your data", [dataDirectory]);
        return text.Append('\n').ToString();
    }

    private static void AppendRows(StringBuilder text, string name, IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            text.Append("  ").Append(name.PadRight(16)).Append(value).Append('\n');
            name = "";
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
