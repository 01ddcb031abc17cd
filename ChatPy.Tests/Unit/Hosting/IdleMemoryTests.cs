using ChatPy.Web.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Unit.Hosting;

public sealed class IdleMemoryTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _looked = new(0);
    private readonly IdleMemory _memory;
    private long _allocated;
    private int _given;

    public IdleMemoryTests() => _memory = new IdleMemory(
        () =>
        {
            _looked.Release();
            return Interlocked.Read(ref _allocated);
        },
        () => Interlocked.Increment(ref _given),
        _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _memory.StopAsync(CancellationToken.None);
        _memory.Dispose();
        _looked.Dispose();
    }

    [Fact]
    public async Task Memory_IsGivenBackOnceWhenWorkIsOver()
    {
        await _memory.StartAsync(Token);

        foreach (long work in (long[])[IdleMemory.Worthwhile, 10 * IdleMemory.Idle, 0, 0, 0]) { await LookAfterAsync(work); }
        Assert.Equal(1, _given);

        foreach (long work in (long[])[IdleMemory.Worthwhile, 0, 0]) { await LookAfterAsync(work); }
        Assert.Equal(2, _given);
    }

    [Fact]
    public async Task Memory_OfALittleWork_IsNotWorthThePause()
    {
        await _memory.StartAsync(Token);

        foreach (long work in (long[])[IdleMemory.Worthwhile - 1, 0, 0]) { await LookAfterAsync(work); }

        Assert.Equal(0, _given);
    }

    [Fact]
    public async Task Memory_ThatPoolsKept_IsGivenBackOnceMoreLater()
    {
        int looks = (int)(IdleMemory.Pooled / IdleMemory.Look);
        await _memory.StartAsync(Token);
        await LookAfterAsync(IdleMemory.Worthwhile);

        for (int i = 0; i < looks - 2; i++) { await LookAfterAsync(0); }
        Assert.Equal(1, _given);

        for (int i = 0; i < 3 * looks; i++) { await LookAfterAsync(0); }
        Assert.Equal(2, _given);
    }

    [Fact]
    public async Task Memory_WhileThereIsWork_IsNotGivenBack()
    {
        await _memory.StartAsync(Token);

        for (int i = 0; i < 10; i++) { await LookAfterAsync(IdleMemory.Worthwhile); }

        Assert.Equal(0, _given);
    }

    // The look after it begins when everything of this one is done.
    private async Task LookAfterAsync(long work)
    {
        Interlocked.Add(ref _allocated, work);
        _time.Advance(IdleMemory.Look);
        Assert.True(await _looked.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }
}
