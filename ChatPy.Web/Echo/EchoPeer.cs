using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatPy.Web.Echo;

/// <summary>
/// A plain program within this process: it listens on loopback, where only this machine reaches it, and answers every line. It knows
/// nothing of the chat, which knows it by its address like any other. It ends with the process.
/// </summary>
internal sealed class EchoPeer(EchoTalk talk, ILogger<EchoPeer> logger) : IAsyncDisposable
{
    private const int MaxConnections = 4;
    private const int MaxLineBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private CultureInfo _language = CultureInfo.InvariantCulture;
    private int _connections;

    /// <summary>Where it listens; nothing before it was asked to.</summary>
    public IPEndPoint? Listening { get { lock (_gate) { return (IPEndPoint?)_listener?.LocalEndpoint; } } }

    /// <summary>Listens, if it does not yet.</summary>
    /// <param name="language">What it speaks from now on.</param>
    /// <param name="port">The port to take if it is free; 0 for any.</param>
    /// <returns>Where it listens.</returns>
    public IPEndPoint Open(CultureInfo language, int port)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            Volatile.Write(ref _language, language);
            if (_listener is null)
            {
                _listener = Listen(port);
                _accepting = AcceptAsync(_listener, _stopping.Token);
            }

            return (IPEndPoint)_listener.LocalEndpoint;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) { return; }
        await _stopping.CancelAsync();
        _listener?.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException) when (port != 0)
        {
            listener.Dispose();
            return Listen(0);
        }
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken stopping)
    {
        List<Task> talking = [];
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stopping);
                talking.RemoveAll(static each => each.IsCompleted);
                talking.Add(ServeAsync(client, stopping));
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested) { }
        catch (SocketException failure) { logger.EchoFailed(failure); }

        await Task.WhenAll(talking);
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stopping)
    {
        using TcpClient held = client;
        try
        {
            if (Interlocked.Increment(ref _connections) <= MaxConnections) { await TalkAsync(client.GetStream(), stopping); }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException) { }
        finally { Interlocked.Decrement(ref _connections); }
    }

    private async Task TalkAsync(NetworkStream stream, CancellationToken stopping)
    {
        await SayAsync(stream, talk.Greeting(Volatile.Read(ref _language)), stopping);
        PipeReader input = PipeReader.Create(stream);
        int number = 0;
        while (true)
        {
            ReadResult read = await input.ReadAsync(stopping);
            ReadOnlySequence<byte> left = read.Buffer;
            while (TryReadLine(ref left, out string line))
            {
                if (string.IsNullOrWhiteSpace(line)) { continue; }
                await SayAsync(stream, talk.Answer(Volatile.Read(ref _language), number++, line), stopping);
            }

            if (read.IsCompleted || left.Length > MaxLineBytes) { return; }
            input.AdvanceTo(left.Start, left.End);
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out string line)
    {
        var reader = new SequenceReader<byte>(buffer);
        bool isWhole = reader.TryReadTo(out ReadOnlySequence<byte> bytes, (byte)'\n');
        line = isWhole ? Encoding.UTF8.GetString(bytes) : "";
        if (isWhole) { buffer = buffer.Slice(reader.Position); }
        return isWhole;
    }

    private static async Task SayAsync(NetworkStream stream, string text, CancellationToken stopping) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"), stopping);
}
