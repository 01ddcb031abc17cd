using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ChatPy.Tests.Support;

/// <summary>HTTP as bytes: clients of the class library put right what a test wants to be wrong.</summary>
internal static class RawHttp
{
    /// <summary>Sends the lines and an empty one, and reads the answer up to the end of its headers.</summary>
    public static async Task<RawResponse> SendAsync(int port, IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), cancellationToken);

        using var reader = new StreamReader(stream, Encoding.Latin1);
        List<string> head = [];
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line) { head.Add(line); }
        return new RawResponse(head);
    }
}

/// <summary>The first line and the headers of an answer.</summary>
internal sealed record RawResponse(IReadOnlyList<string> Head)
{
    /// <summary>0 if the connection was closed without an answer.</summary>
    public int Status => Head.Count > 0 ? int.Parse(Head[0].Split(' ')[1], CultureInfo.InvariantCulture) : 0;

    /// <summary>Every value of a header, in order.</summary>
    public IReadOnlyList<string> this[string name] =>
        [.. Head.Skip(1).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];
}
