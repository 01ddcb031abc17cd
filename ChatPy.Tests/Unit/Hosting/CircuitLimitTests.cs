using ChatPy.Web.Hosting;

namespace ChatPy.Tests.Unit.Hosting;

public sealed class CircuitLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnConnectionUp_SixteenPagesOpen_RefusesTheNextUntilOneCloses()
    {
        var count = new CircuitCount();
        var pages = Enumerable.Range(0, 16).Select(_ => new CircuitLimit(count)).ToList();
        foreach (CircuitLimit page in pages) { await page.OnConnectionUpAsync(null!, Cancellation); }
        var oneTooMany = new CircuitLimit(count);

        await Assert.ThrowsAsync<InvalidOperationException>(() => oneTooMany.OnConnectionUpAsync(null!, Cancellation));
        await oneTooMany.OnConnectionDownAsync(null!, Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(() => oneTooMany.OnConnectionUpAsync(null!, Cancellation));
        await pages[0].OnConnectionDownAsync(null!, Cancellation);

        await oneTooMany.OnConnectionUpAsync(null!, Cancellation);
    }
}
