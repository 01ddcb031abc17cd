using System.Net.Sockets;
using ChatPy.Faults.Platform;
using ChatPy.Transport;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>The programs people have, on a real socket.</summary>
public sealed class RealProgramTests : IDisposable
{
    private readonly Socket _listener = PlainSocket.Listen();

    private int Port => PlainSocket.PortOf(_listener);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Netcat_MessageWithoutNewline_IsOneMessage()
    {
        using var nc = new PeerProgram("nc", "-q1", "127.0.0.1", $"{Port}");
        await using PlainSocket accepted = await PlainSocket.AcceptAsync(_listener);
        await nc.TypeAsync("salut");
        nc.CloseKeyboard();

        (SessionEnd end, string[] said) = await accepted.Chat.OverAsync();
        Assert.Equal(SessionEnd.PeerLeft, end);
        Assert.Equal(["salut"], said);
    }

    [Theory]
    [InlineData("nc")]
    [InlineData("socat")]
    public async Task LineProgram_AsClient_ChatsBothWaysAndQuits(string tool)
    {
        using PeerProgram peer = tool == "nc" ? new("nc", "127.0.0.1", $"{Port}") : new("socat", "-", $"TCP:127.0.0.1:{Port}");
        await using PlainSocket accepted = await PlainSocket.AcceptAsync(_listener);

        Assert.Equal(PlainSocket.Banner, await peer.ReadLineAsync());
        await peer.TypeAsync("ça va ?\n");
        Assert.Equal("ça va ?", await accepted.Chat.NextSaidAsync());
        await accepted.Chat.Session.SendAsync("oui 😀", TestContext.Current.CancellationToken);
        Assert.Equal("oui 😀", await peer.ReadLineAsync());
        await peer.TypeAsync("/who\n/quit\n");
        Assert.Equal("Here: Ada, Bob", await peer.ReadLineAsync());
        Assert.Equal("Bye.", await peer.ReadLineAsync());
        Assert.Equal(SessionEnd.PeerLeft, await accepted.Chat.Ending);
        Assert.Equal(Dialect.Lines, accepted.Chat.Session.Dialect);
    }

    [Theory]
    [InlineData("nc")]
    [InlineData("socat")]
    public async Task LineProgram_AsServer_ChatsBothWaysAndEndsWhenWeLeave(string tool)
    {
        int port = Ports.Take();
        using PeerProgram peer = tool == "nc" ? new("nc", "-l", "127.0.0.1", $"{port}") : new("socat", "-", $"TCP-LISTEN:{port},bind=127.0.0.1");
        await using PlainSocket dialled = await PlainSocket.DialAsync(port);

        await peer.TypeAsync("salut\n");
        Assert.Equal("salut", await dialled.Chat.NextSaidAsync());
        await dialled.Chat.Session.SendAsync("bonjour", TestContext.Current.CancellationToken);
        Assert.Equal("bonjour", await peer.ReadLineAsync());
        await dialled.Chat.Session.LeaveAsync();
        Assert.Equal(SessionEnd.Stopped, await dialled.Chat.Ending);
        await dialled.DisposeAsync();
        peer.CloseKeyboard();
        await peer.EndAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClubClient_ChatsBothWaysAndLeavesWithExit(bool isKestrelPump)
    {
        using var client = PeerProgram.Example("client.py", "127.0.0.1", $"{Port}");
        await using PlainSocket accepted = await PlainSocket.AcceptAsync(_listener, isKestrelPump);
        await client.ReadUntilAsync("ChatPy/1 ready");

        await client.TypeAsync("salut\n");
        Assert.Equal("salut", await accepted.Chat.NextSaidAsync());
        Assert.Equal(Dialect.Chunks, accepted.Chat.Session.Dialect);
        await accepted.Chat.Session.SendAsync("ça va ?", TestContext.Current.CancellationToken);
        Assert.Equal("< ça va ?", await client.ReadUntilAsync("<"));
        await client.TypeAsync("exit\n");

        (SessionEnd end, string[] said) = await accepted.Chat.OverAsync();
        Assert.Equal(SessionEnd.PeerLeft, end);
        Assert.Empty(said);
        Assert.Equal(0, await client.EndAsync());
    }

    [Fact]
    public async Task ClubClient_KeyboardIsAPipe_EachLineIsAMessage()
    {
        using var client = PeerProgram.Example("client.py", "127.0.0.1", $"{Port}");
        await using PlainSocket accepted = await PlainSocket.AcceptAsync(_listener);
        await client.TypeAsync("un\ndeux\ntrois");
        client.CloseKeyboard();

        (SessionEnd end, string[] said) = await accepted.Chat.OverAsync();
        Assert.Equal(SessionEnd.PeerLeft, end);
        Assert.Equal(["un", "deux", "trois"], said);
        Assert.Equal(0, await client.EndAsync());
    }

    [Fact]
    public async Task ClubServer_DialledByUs_ChatsBothWaysAndEndsWhenWeLeave()
    {
        using var server = PeerProgram.Example("server.py", "0", "127.0.0.1");
        string waiting = await server.ReadUntilAsync("port");
        await using PlainSocket dialled = await PlainSocket.DialAsync(int.Parse(waiting.Split(' ')[^1], null));

        await server.TypeAsync("bonjour\n");
        Assert.Equal("bonjour", await dialled.Chat.NextSaidAsync());
        await dialled.Chat.Session.SendAsync("salut 😀", TestContext.Current.CancellationToken);
        Assert.Equal("< salut 😀", await server.ReadUntilAsync("<"));
        await dialled.Chat.Session.LeaveAsync();

        Assert.Equal("L'autre est parti.", await server.ReadUntilAsync("parti"));
        Assert.Equal(SessionEnd.Stopped, await dialled.Chat.Ending);
        Assert.Equal(0, await server.EndAsync());
    }

    [Fact]
    public async Task ClubServer_LeavesWithExit_WeSeeThatItLeft()
    {
        using var server = PeerProgram.Example("server.py", "0", "127.0.0.1");
        string waiting = await server.ReadUntilAsync("port");
        await using PlainSocket dialled = await PlainSocket.DialAsync(int.Parse(waiting.Split(' ')[^1], null));

        await server.TypeAsync("exit\n");

        (SessionEnd end, string[] said) = await dialled.Chat.OverAsync();
        Assert.Equal(SessionEnd.PeerLeft, end);
        Assert.Empty(said);
        Assert.Equal(0, await server.EndAsync());
    }

    [Fact]
    public async Task Script_CharacterCutAcrossTwoSends_SurvivesThePause()
    {
        using var script = PeerProgram.Python(Port, """
            sock.recv(1024)
            sock.send(b'caf\xc3')
            time.sleep(0.5)
            sock.send(b'\xa9')
            sock.recv(1024)
            """);
        await using PlainSocket accepted = await PlainSocket.AcceptAsync(_listener);

        Assert.Equal("café", await accepted.Chat.NextSaidAsync() + await accepted.Chat.NextSaidAsync());
    }

    [Fact]
    public async Task Script_TwoQuickMessagesAndALongOne_ArriveAsOneRecvEach()
    {
        using var script = PeerProgram.Python(Port, """
            sock.recv(1024)
            sock.send('salut'.encode())
            for _ in range(4):
                text = sock.recv(1024).decode('utf-8')
                print(len(text), text[:5], flush=True)
            """);

        // A longer pause than usual: a busy machine may not let the script read in time.
        var options = new TransportOptions { ChunkSilence = TimeSpan.FromMilliseconds(500) };
        await using PlainSocket accepted = await PlainSocket.AcceptAsync(_listener, options: options);
        Assert.Equal("salut", await accepted.Chat.NextSaidAsync());

        await Task.WhenAll(
            accepted.Chat.Session.SendAsync("un", TestContext.Current.CancellationToken),
            accepted.Chat.Session.SendAsync("deux", TestContext.Current.CancellationToken),
            accepted.Chat.Session.SendAsync(string.Concat(Enumerable.Repeat("é", 700)), TestContext.Current.CancellationToken));

        Assert.Equal("2 un", await script.ReadLineAsync());
        Assert.Equal("4 deux", await script.ReadLineAsync());
        Assert.Equal("500 ééééé", await script.ReadLineAsync());
        Assert.Equal("200 ééééé", await script.ReadLineAsync());
    }

    [Fact]
    public async Task Script_SpeaksAndClosesWithoutReading_IsHeard()
    {
        // It leaves the banner unread: its system sends a reset behind the message.
        using var script = PeerProgram.Python(Port, """
            time.sleep(0.1)
            sock.send(b'salut')
            sock.close()
            """);
        await using PlainSocket accepted = await PlainSocket.AcceptAsync(_listener);

        (_, string[] said) = await accepted.Chat.OverAsync();
        Assert.Equal(["salut"], said);
    }

    [Fact]
    public async Task Script_ResetsTheConnection_Vanished()
    {
        using var script = PeerProgram.Python(Port, """
            sock.recv(1024)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0')
            sock.close()
            """);
        await using PlainSocket accepted = await PlainSocket.AcceptAsync(_listener);

        Assert.Equal(SessionEnd.PeerVanished, await accepted.Chat.Ending);
    }

    [Fact]
    public async Task Script_FloodsWithoutNewline_IsClosed()
    {
        using var script = PeerProgram.Python(Port, """
            try:
                while True: sock.send(b'x' * 65536)
            except OSError:
                print('closed', flush=True)
            """);
        await using PlainSocket accepted = await PlainSocket.AcceptAsync(_listener);

        Assert.Equal(SessionEnd.ProtocolBroken, await accepted.Chat.Ending);
        await accepted.DisposeAsync();
        Assert.Equal("closed", await script.ReadLineAsync());
    }
}
