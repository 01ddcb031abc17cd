using ChatPy.Web.Hosting;

namespace ChatPy.Tests.Unit.Hosting;

public sealed class CircuitLimitTests
{
    [Fact]
    public async Task OnConnectionUp_SixteenPagesOpen_RefusesTheNextUntilOneCloses()
    {
        var count = new CircuitCount();
        var pages = Enumerable.Range(0, 16).Select(_ => new CircuitLimit(count)).ToList();
        foreach (CircuitLimit page in pages) { await page.OnConnectionUpAsync(null!, default); }
        var oneTooMany = new CircuitLimit(count);

        await Assert.ThrowsAsync<InvalidOperationException>(() => oneTooMany.OnConnectionUpAsync(null!, default));
        await oneTooMany.OnConnectionDownAsync(null!, default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => oneTooMany.OnConnectionUpAsync(null!, default));
        await pages[0].OnConnectionDownAsync(null!, default);

        await oneTooMany.OnConnectionUpAsync(null!, default);
    }
}
