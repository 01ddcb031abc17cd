using System.Security.Cryptography;
using ChatPy.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Tests.EndToEnd;

/// <summary>kill -9 in the middle of a conversation: nothing that was sent may be lost, doubled or out of order. Many more kills, without the pages: C1 and C2 of <see cref="ChatPy.Faults.Catalogue"/>.</summary>
[Trait("Category", "E2E")]
public sealed class CrashTests(Browser browser)
{
    private const int Kills = 6;
    private const int MessagesOfEach = 60;

    [Fact]
    public async Task Messages_ThroughKillsOfBoth_AreAllThereOnceInOrder()
    {
        int seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        Console.WriteLine($"CrashTests: seed {seed}");
        var random = new Random(seed);
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);

        for (int kill = 0; kill < Kills; kill++)
        {
            // What is typed is only kept by a page that is there: a kill before that would leave nobody to type.
            await Task.WhenAll(peers.LeasPage.UntilWritableAsync(), peers.TomsPage.UntilWritableAsync());
            Task typing = Task.WhenAll(peers.LeasPage.SendAllAsync(Texts("Léa", kill)), peers.TomsPage.SendAllAsync(Texts("Tom", kill)));
            string? moment = Texts("Léa", kill).ElementAtOrDefault(random.Next(-1, Texts("Léa", kill).Count));
            bool killLea = random.Next(2) == 0;
            TestContext.Current.TestOutputHelper!.WriteLine($"kill {kill}: {(killLea ? "Léa" : "Tom")} {(moment is null ? "at once" : $"at {moment}")}");
            await KillOneAsync(peers, typing, killLea, moment);
        }

        string[] leas = [.. Enumerable.Range(0, MessagesOfEach).Select(number => Text("Léa", number))];
        string[] toms = [.. Enumerable.Range(0, MessagesOfEach).Select(number => Text("Tom", number))];
        // The messages of one author arrive in order: with the last one, all are there.
        await Task.WhenAll(
            peers.LeasPage.UntilDeliveredAsync(leas[^1]), peers.TomsPage.UntilDeliveredAsync(toms[^1]),
            peers.LeasPage.UntilMessageAsync(toms[^1], "in"), peers.TomsPage.UntilMessageAsync(leas[^1], "in"));

        IReadOnlyList<string> leasHistory = ReadHistory(peers.Lea);
        Assert.Equal(leas, leasHistory.Where(static text => text.StartsWith("Léa", StringComparison.Ordinal)));
        Assert.Equal(toms, leasHistory.Where(static text => text.StartsWith("Tom", StringComparison.Ordinal)));
        Assert.Equal(leasHistory, ReadHistory(peers.Tom));
        Assert.Equal(leasHistory, (await peers.LeasPage.ReadWholeConversationAsync(leasHistory[0])).Select(static message => message.Text));
        Assert.Equal(leasHistory, (await peers.TomsPage.ReadWholeConversationAsync(leasHistory[0])).Select(static message => message.Text));
    }

    /// <summary>Kills one of the two while both type: at once, or as soon as a message of Léa has come to the victim's page.</summary>
    private static async Task KillOneAsync(TwoPeers peers, Task typing, bool killLea, string? moment)
    {
        if (moment is not null) { await (killLea ? peers.LeasPage.UntilMessageAsync(moment, "out") : peers.TomsPage.UntilMessageAsync(moment, "in")); }

        Func<Func<ChatPyProcess, Task>, Task> restart = killLea ? peers.RestartLeaAsync : peers.RestartTomAsync;
        await restart(async process =>
        {
            await process.KillAsync();
            await typing;
        });
    }

    private static List<string> Texts(string author, int round) =>
        [.. Enumerable.Range(0, MessagesOfEach).Where(number => number * Kills / MessagesOfEach == round).Select(number => Text(author, number))];

    private static string Text(string author, int number) => $"{author} {number:000}";

    private static IReadOnlyList<string> ReadHistory(ChatPyProcess process)
    {
        string file = Path.Combine(process.Settings.DataDirectory, "history.db");
        using var database = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        return [.. database.Query<string>("SELECT text FROM entry ORDER BY clock, author, sequence")];
    }
}
