using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace ChatPy.Load.Chats.Least;

/// <summary>
/// The least page that can chat: one process, a WebSocket of each page, a div for each message. Nothing is encrypted, kept or confirmed. What
/// it takes, the browser and the loopback take: the floor beside which a chat is shown.
/// </summary>
internal static class LeastChat
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Serves until it is killed.</summary>
    public static async Task<int> RunAsync(string port, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://localhost:{port}");
        await using WebApplication app = builder.Build();
        byte[] page = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Chats", "Least", "least.html"), cancellationToken);
        var open = new ConcurrentDictionary<Channel<byte[]>, bool>();
        app.UseWebSockets();
        app.Run(async context =>
        {
            if (context.WebSockets.IsWebSocketRequest)
            {
                using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
                await ServeAsync(socket, open, context.RequestAborted);
                return;
            }

            context.Response.ContentType = "text/html";
            await context.Response.Body.WriteAsync(page, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static async Task ServeAsync(WebSocket socket, ConcurrentDictionary<Channel<byte[]>, bool> open, CancellationToken cancellationToken)
    {
        // Without a bound: whoever floods it is the harness, and 10,000 short texts are little.
        var mine = Channel.CreateUnbounded<byte[]>();
        open[mine] = true;
        Task sending = SendAsync(socket, mine.Reader, cancellationToken);
        byte[] buffer = new byte[MostBytes];
        try
        {
            while (await ReceiveAsync(socket, buffer, cancellationToken) is { } text)
            {
                foreach (Channel<byte[]> page in open.Keys) { page.Writer.TryWrite(text); }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException) { /* its page was closed */ }
        finally
        {
            open.TryRemove(mine, out _);
            mine.Writer.Complete();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A text may come in parts; nothing is the end.
    private static async Task<byte[]?> ReceiveAsync(WebSocket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer[length..], cancellationToken);
            length += part.Count;
            if (part.MessageType != WebSocketMessageType.Text || length == buffer.Length) { return null; }
            if (part.EndOfMessage) { return buffer[..length].ToArray(); }
        }
    }

    private static async Task SendAsync(WebSocket socket, ChannelReader<byte[]> texts, CancellationToken cancellationToken)
    {
        await foreach (byte[] text in texts.ReadAllAsync(cancellationToken))
        {
            await socket.SendAsync(text, WebSocketMessageType.Text, true, cancellationToken);
        }
    }
}
