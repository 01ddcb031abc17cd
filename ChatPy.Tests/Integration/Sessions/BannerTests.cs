using System.IO.Pipelines;
using System.Text;
using ChatPy.Transport.Handshake;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Sessions;

/// <summary>What a dialler makes of the first bytes of the other end, over a pipe on a stream as connections have it.</summary>
public sealed class BannerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _connection = new();
    private readonly PipeReader _input;

    public BannerTests() => _input = PipeReader.Create(_connection.Reader.AsStream());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A script that sends no newlines and happens to begin as ChatPy's line does.</summary>
    [Theory]
    [InlineData("Chat")]
    [InlineData("ChatPy/1 or not")]
    public async Task Read_BeginningOfTheLineAndNoMore_IsWhatAPlainPeerSaid(string said)
    {
        await _connection.Writer.WriteAsync(Encoding.ASCII.GetBytes(said), Token);
        Task<BannerKind> reading = Banner.ReadAsync(_input, s_patience, _time, Token);

        _time.Advance(s_patience);

        Assert.Equal(BannerKind.Plain, await reading);
        Assert.True(_input.TryRead(out ReadResult read));
        Assert.Equal(said, Encoding.ASCII.GetString(read.Buffer));
    }

    [Fact]
    public async Task Read_Nothing_IsAPeerThatWaits()
    {
        Task<BannerKind> reading = Banner.ReadAsync(_input, s_patience, _time, Token);

        _time.Advance(s_patience);

        Assert.Equal(BannerKind.None, await reading);
    }
}
