using System.Net.Sockets;
using System.Text;

namespace ChatPy.Tests.EndToEnd;

/// <summary>A program that connects in the clear and has a name: enough for a row in the list.</summary>
internal sealed class PlainFriend : IDisposable
{
    private readonly TcpClient _client = new();

    private PlainFriend() { }

    public static async Task<PlainFriend> ConnectAsync(int port, string name, params string[] lines)
    {
        var friend = new PlainFriend();
        await friend._client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        await friend.SayAsync([$"/nick {name}", .. lines]);
        return friend;
    }

    public async Task SayAsync(params string[] lines) => await _client.GetStream().WriteAsync(
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + "\n"))), TestContext.Current.CancellationToken);

    public void Dispose() => _client.Dispose();
}
