using System.IO.Pipelines;
using ChatPy.Transport;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Unit.Sessions;

public sealed class KeepAliveTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly KeepAlive _keepAlive;
    private int _pings;

    public KeepAliveTests() => _keepAlive = new KeepAlive(new TransportOptions(), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_SilentPeer_IsPingedEveryFifteenSecondsAndDeadAtFortyFive()
    {
        _ = _keepAlive.ListenAsync(Never<ReadResult>()).AsTask();
        Task watch = _keepAlive.WatchAsync(() => _pings++, Token);

        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Equal(0, _pings);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, _pings);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(2, _pings);
        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(watch.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<TimeoutException>(() => watch);
    }

    [Fact]
    public async Task Watch_PeerThatAnswers_LivesOn()
    {
        using var life = new CancellationTokenSource();
        Task watch = _keepAlive.WatchAsync(() => _pings++, life.Token);
        for (int round = 0; round < 10; round++)
        {
            var read = new TaskCompletionSource<ReadResult>();
            Task<ReadResult> listening = _keepAlive.ListenAsync(new ValueTask<ReadResult>(read.Task)).AsTask();
            _time.Advance(TimeSpan.FromSeconds(30));
            read.SetResult(default);
            await listening;
        }

        Assert.False(watch.IsCompleted);
        Assert.InRange(_pings, 10, 20);
        await life.CancelAsync();
    }

    [Fact]
    public void Watch_BusyStoring_IsNotThePeersSilence()
    {
        Task watch = _keepAlive.WatchAsync(() => _pings++, Token);

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.False(watch.IsCompleted);
        Assert.Equal(0, _pings);
    }

    [Fact]
    public async Task Watch_PeerThatDoesNotRead_IsDeadAfterThirtySeconds()
    {
        Task watch = _keepAlive.WatchAsync(() => _pings++, Token);
        _ = _keepAlive.WriteAsync(Never<FlushResult>()).AsTask();

        _time.Advance(TimeSpan.FromSeconds(15));
        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<TimeoutException>(() => watch);
    }

    private static ValueTask<T> Never<T>() => new(new TaskCompletionSource<T>().Task);
}
