using ChatPy.Tests.Support;

namespace ChatPy.Tests.Integration.Chat;

public sealed class FirstStepsTests
{
    [Fact]
    public async Task FirstSteps_OnceEnded_AreNeverNeededAgain()
    {
        using var data = new TemporaryDirectory();
        await using (ChatNode first = await ChatNode.StartAsync(data.Path, "Léa"))
        {
            Assert.True(first.Store.Current.Self.NeedsFirstSteps);
            await first.Chat.EndFirstStepsAsync(TestContext.Current.CancellationToken);
            Assert.False(first.Store.Current.Self.NeedsFirstSteps);
        }

        await using ChatNode again = await ChatNode.StartAsync(data.Path, "Léa");
        Assert.False(again.Store.Current.Self.NeedsFirstSteps);
    }

    [Fact]
    public async Task FirstSteps_NotEnded_AreStillThereAfterARestart()
    {
        using var data = new TemporaryDirectory();
        await using (await ChatNode.StartAsync(data.Path, "Léa")) { }

        await using ChatNode again = await ChatNode.StartAsync(data.Path, "Léa");
        Assert.True(again.Store.Current.Self.NeedsFirstSteps);
    }

    [Fact]
    public async Task FirstSteps_WhoHasChatted_NeedsNone()
    {
        using TemporaryDirectory leas = new(), toms = new();
        await using ChatNode tom = await ChatNode.StartAsync(toms.Path, "Tom");
        await using (ChatNode lea = await ChatNode.StartAsync(leas.Path, "Léa"))
        {
            Assert.Null((await lea.Chat.ConnectAsync(tom.Address, cancellationToken: TestContext.Current.CancellationToken)).Failure);
        }

        await using ChatNode again = await ChatNode.StartAsync(leas.Path, "Léa");
        Assert.False(again.Store.Current.Self.NeedsFirstSteps);
    }
}
