using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatPy.Faults.Platform;
using ChatPy.Transport.Handshake;

namespace ChatPy.Load.Peers;

/// <summary>
/// The other end of what is measured without a store, in a process of its own: ChatPy's wire in memory, a bare SslStream, and a bare
/// listener that says ChatPy's first line. It ends with the process that started it.
/// </summary>
internal sealed class Answerer : IDisposable
{
    /// <summary>The command by which the program starts itself as one.</summary>
    public const string Command = "answer";

    private const string Ready = "ready";

    private readonly Process _process;

    private Answerer(Process process) => _process = process;

    /// <summary>As the system knows it.</summary>
    public int Id => _process.Id;

    /// <summary>Where ChatPy's wire is.</summary>
    public int ChatPyPort { get; } = Ports.Take();

    /// <summary>Where SslStream is.</summary>
    public int TlsPort { get; } = Ports.Take();

    /// <summary>Where the first line is said.</summary>
    public int BannerPort { get; } = Ports.Take();

    /// <summary>Starts it; returns when all three listen.</summary>
    public static async Task<Answerer> StartAsync(CancellationToken cancellationToken)
    {
        var answerer = new Answerer(new Process());
        answerer._process.StartInfo = new ProcessStartInfo(
            LoadProcess.Dotnet,
            [
                "exec", typeof(Answerer).Assembly.Location, Command,
                "--chatpy", $"{answerer.ChatPyPort}", "--tls", $"{answerer.TlsPort}", "--banner", $"{answerer.BannerPort}",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        answerer._process.Start();
        string? said = await answerer._process.StandardOutput.ReadLineAsync(cancellationToken);
        return said == Ready ? answerer : throw new InvalidOperationException($"The other end did not start: {said}");
    }

    /// <summary>Runs as one, until nobody is at the other end of the input any more.</summary>
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var node = new MemoryNode(
            arguments.Get("chatpy", 0), static (session, envelope, token) => SmallMessage.IsAnswered(envelope) ? session.SendAsync(envelope, token) : ValueTask.CompletedTask);
        node.Listen();
        Task tls = BareTls.ServeAsync(arguments.Get("tls", 0), life.Token), banner = GreetAsync(arguments.Get("banner", 0), life.Token);
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync(cancellationToken);
        await life.CancelAsync();
        await Task.WhenAll(tls, banner).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5))) { _process.Kill(); }
        _process.Dispose();
    }

    private static async Task GreetAsync(int port, CancellationToken cancellationToken)
    {
        byte[] line = Banner.Line.ToArray();
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        while (true) { _ = GreetAsync(await listener.AcceptSocketAsync(cancellationToken), line, cancellationToken); }
    }

    private static async Task GreetAsync(Socket socket, byte[] line, CancellationToken cancellationToken)
    {
        try
        {
            using Socket connection = socket;
            await connection.SendAsync(line, cancellationToken);
            await connection.ReceiveAsync(new byte[1], cancellationToken);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException) { /* it has read what it wanted */ }
    }
}
