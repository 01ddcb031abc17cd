using System.IO.Pipelines;
using System.Threading.Channels;
using ChatPy.Transport;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Unit.Sessions;

public sealed class KeepAliveTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly KeepAlive _keepAlive;
    private readonly Channel<DateTimeOffset> _pings = Channel.CreateUnbounded<DateTimeOffset>();

    public KeepAliveTests() => _keepAlive = new KeepAlive(new TransportOptions(), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_SilentPeer_IsPingedEveryFifteenSecondsAndDeadAtFortyFive()
    {
        _ = _keepAlive.ListenAsync(Never<ReadResult>()).AsTask();
        Task watch = _keepAlive.WatchAsync(Ping, Token);

        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(_time.Start.AddSeconds(15), await PingAsync());
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(_time.Start.AddSeconds(30), await PingAsync());
        Assert.False(watch.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<TimeoutException>(() => watch);
    }

    [Fact]
    public async Task Watch_PeerThatAnswers_LivesOn()
    {
        using var life = new CancellationTokenSource();
        Task watch = _keepAlive.WatchAsync(Ping, life.Token);
        for (int round = 0; round < 10; round++)
        {
            var read = new TaskCompletionSource<ReadResult>();
            Task<ReadResult> listening = _keepAlive.ListenAsync(new ValueTask<ReadResult>(read.Task)).AsTask();
            _time.Advance(TimeSpan.FromSeconds(15));
            await PingAsync();
            read.SetResult(default);
            await listening;
        }

        Assert.False(watch.IsCompleted);
        await life.CancelAsync();
    }

    [Fact]
    public void Watch_BusyStoring_IsNotThePeersSilence()
    {
        Task watch = _keepAlive.WatchAsync(Ping, Token);

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.False(watch.IsCompleted);
        Assert.Equal(0, _pings.Reader.Count);
    }

    [Fact]
    public async Task Watch_PeerThatDoesNotRead_IsDeadAfterThirtySeconds()
    {
        Task watch = _keepAlive.WatchAsync(Ping, Token);
        _ = _keepAlive.WriteAsync(Never<FlushResult>()).AsTask();

        _time.Advance(TimeSpan.FromSeconds(15));
        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<TimeoutException>(() => watch);
    }

    private void Ping() => _pings.Writer.TryWrite(_time.GetUtcNow());

    private async Task<DateTimeOffset> PingAsync() => await _pings.Reader.ReadAsync(Token);

    private static ValueTask<T> Never<T>() => new(new TaskCompletionSource<T>().Task);
}
