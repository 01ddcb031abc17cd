using System.Diagnostics;
using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Components.Common;
using ChatPy.Web.Components.Conversations;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Components.Common;

public sealed class LiveComponentTests : PageTest
{
    /// <summary>Long enough to draw in.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMicroseconds(200);

    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 1000)]
    public void AFlood_IsDrawnNowAndThen_AndItsEndIsShown(bool isInSight, int millisecondsBetween)
    {
        const int changes = 5_000, atOnce = 8;
        Services.GetRequiredService<PageSight>().IsInSight = isInSight;
        IRenderedComponent<AddressCard> page = Render<AddressCard>();
        long start = Stopwatch.GetTimestamp();

        for (int number = 1; number <= changes; number++)
        {
            string address = $"10.0.0.{number}:4242";
            Store.Apply(snapshot => snapshot with { Self = snapshot.Self with { Addresses = [address] } });
            long changed = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(changed) < s_pause) { Thread.SpinWait(10); }
        }

        page.WaitForAssertion(() => Assert.Equal($"10.0.0.{changes}:4242", page.Hook("own-address").TextContent));
        Assert.InRange(page.RenderCount, 2, atOnce + (int)(Stopwatch.GetElapsedTime(start).TotalMilliseconds / millisecondsBetween));
    }
}
