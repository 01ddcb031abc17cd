using System.Globalization;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using Microsoft.Data.Sqlite;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A history that was lost, rolled back or damaged, between two whole nodes: found, said, and nothing lost silently or shown twice.</summary>
public sealed class SetbackTests : TwoNodesTest
{
    private readonly TemporaryDirectory _copies = new();
    private ConversationId _id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _id = await MeetAsync(Bruno, Anna);
        await Anna.Chat.AcceptAsync(_id, Token);
        await SayAsync("one", "two");
        await SettledAtBrunoAsync("two");   // an answer, so that it stands below
        await Bruno.SayAsync(_id, "and I");
        await Anna.WaitForAsync(snapshot => snapshot.Find(_id)!.Recent.Any(message => message.Text == "and I"));
        await SettledAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _copies.Dispose();
    }

    [Fact]
    public async Task RolledBack_PeerHasMore_IsSaidAndWhatIsWrittenThenArrives()
    {
        await CopyAnnasAsync();
        await SayAsync("three", "four");
        await SettledAsync();
        await StopAsync(anna: true);
        Restore(AnnasDirectory);

        await StartAsync(anna: true);
        await WaitForSetbackAsync(Anna);
        await SayAsync("five");

        Assert.Equal(["one", "two", "and I", "three", "four", "five"], await SettledAtBrunoAsync("five"));
        Assert.Equal([(SetbackKind.RolledBackHere, 2L)], Setbacks(Anna));
        Assert.Empty(Setbacks(Bruno));
    }

    /// <summary>The numbers match and the entries do not: only the id of the last one tells.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task RolledBack_NumbersWereUsedAgain_NothingWrittenSinceIsLost(int writtenSince)
    {
        await CopyAnnasAsync();
        await SayAsync("three", "four");
        await SettledAsync();
        await StopAsync(anna: true, bruno: true);
        Restore(AnnasDirectory);
        await StartAsync(anna: true);
        string[] since = [.. Enumerable.Range(1, writtenSince).Select(number => $"since {number}")];
        await SayAsync(since);

        await StartAsync(bruno: true);

        string[] atBruno = await SettledAtBrunoAsync(since[^1]);
        Assert.Equal(["one", "two", "and I", "three", "four", .. since], atBruno);
        Assert.Equal(SetbackKind.RolledBackHere, Assert.Single(Setbacks(Anna)).Kind);
    }

    [Fact]
    public async Task RolledBack_ToBeforeThePresentEpochBegan_GoesOnAndIsSaidOnce()
    {
        await CopyAnnasAsync();
        await SayAsync("three");
        await SettledAsync();
        await StopAsync(anna: true);
        Restore(AnnasDirectory);
        await StartAsync(anna: true);
        await SayAsync("four");   // in a new epoch
        await SettledAsync();
        await StopAsync(anna: true);
        Restore(AnnasDirectory);

        await StartAsync(anna: true);
        await WaitForSetbackAsync(Anna);
        await SayAsync("five");

        Assert.Equal(["one", "two", "and I", "three", "four", "five"], await SettledAtBrunoAsync("five"));
        await Anna.Chat.DismissSetbackAsync(_id, SetbackKind.RolledBackHere, Token);
        await StopAsync(anna: true);
        await StartAsync(anna: true);
        await SayAsync("six");
        Assert.Equal(["one", "two", "and I", "three", "four", "five", "six"], await SettledAtBrunoAsync("six"));
        Assert.Empty(Setbacks(Anna));
    }

    [Fact]
    public async Task Lost_PeerHasIt_IsSaidAndTheNextMessagesArrive()
    {
        await StopAsync(anna: true);
        DeleteHistory(AnnasDirectory);

        await StartAsync(anna: true);   // Bruno dials
        await WaitForSetbackAsync(Anna);
        await SayAsync("three");

        Assert.Equal(["one", "two", "and I", "three"], await SettledAtBrunoAsync("three"));
        Assert.Equal([(SetbackKind.LostHere, 2L)], Setbacks(Anna));
        Assert.Equal(["and I", "three"], Texts(Anna));   // what Bruno wrote flows back by itself
    }

    [Fact]
    public async Task FetchBack_BringsWhatThePeerStillHas_InItsPlaceAndUnreadByNobody()
    {
        await StopAsync(anna: true);
        DeleteHistory(AnnasDirectory);
        await StartAsync(anna: true);
        await WaitForSetbackAsync(Anna);
        await SayAsync("three");
        await SettledAtBrunoAsync("three");
        int unread = Anna.Store.Current.Find(_id)!.Unread;

        await Anna.Chat.FetchBackAsync(_id, Token);
        ChatSnapshot after = await Anna.WaitForAsync(snapshot => snapshot.Find(_id) is { IsFetching: false, Setbacks.IsEmpty: true });

        Assert.Equal(["one", "two", "and I", "three"], Texts(Anna));
        Assert.Equal(Bruno.Store.Current.Find(_id)!.Recent.Select(message => message.Id), after.Find(_id)!.Recent.Select(message => message.Id));
        Assert.All(after.Find(_id)!.Recent, message => Assert.Equal(MessageState.Delivered, message.State));
        Assert.Equal(unread, after.Find(_id)!.Unread);

        await StopAsync(anna: true);
        await StartAsync(anna: true);
        await SayAsync("four");
        Assert.Equal(["one", "two", "and I", "three", "four"], await SettledAtBrunoAsync("four"));
        Assert.Equal(["one", "two", "and I", "three", "four"], Texts(Anna));
        Assert.Empty(Setbacks(Anna));
    }

    [Fact]
    public async Task FetchBack_OfMoreThanAPage_BringsAllOfItOnce()
    {
        await SayAsync([.. Enumerable.Range(1, 700).Select(number => $"number {number}")]);
        await SettledAsync();
        await StopAsync(anna: true);
        DeleteHistory(AnnasDirectory);
        await StartAsync(anna: true);
        await WaitForSetbackAsync(Anna);

        await Anna.Chat.FetchBackAsync(_id, Token);
        await Anna.WaitForAsync(snapshot => snapshot.Find(_id) is { IsFetching: false, Setbacks.IsEmpty: true });

        Assert.True(Anna.Store.Current.Find(_id)!.HasOlder);
        Assert.Equal(703, Count(AnnasDirectory));
        Assert.Equal(ChatLimits.RecentMessages, Texts(Anna).Length);
        Assert.Equal("number 700", Texts(Anna)[^1]);
    }

    [Fact]
    public async Task PeerWasRolledBack_IsSaidHereAndSentAgain()
    {
        await StopAsync(bruno: true);
        Copy(BrunosDirectory);
        await StartAsync(bruno: true);
        await SayAsync("three", "four");
        await SettledAsync();
        await StopAsync(bruno: true);
        Restore(BrunosDirectory);

        await StartAsync(bruno: true);

        Assert.Equal(["one", "two", "and I", "three", "four"], await SettledAtBrunoAsync("four"));
        await WaitForSetbackAsync(Anna);
        Assert.Equal([(SetbackKind.LostThere, 2L)], Setbacks(Anna));
        Assert.Empty(Setbacks(Bruno));
    }

    [Fact]
    public async Task PeerLostEverything_AlsoWhatStandsInOlderEpochs_IsSentAgain()
    {
        await CopyAnnasAsync();
        await SayAsync("three");
        await SettledAsync();
        await StopAsync(anna: true);
        Restore(AnnasDirectory);
        await StartAsync(anna: true);
        await SayAsync("four");   // in a new epoch
        await SettledAsync();
        await StopAsync(bruno: true);
        DeleteHistory(BrunosDirectory);

        await StartAsync(bruno: true);

        // "three" was lost at Anna by the rollback and now at Bruno, too: that both were told of.
        Assert.Equal(["one", "two", "four"], await SettledAtBrunoAsync("four"));
        Assert.Contains(SetbackKind.LostThere, Setbacks(Anna).Select(setback => setback.Kind));
        await WaitForSetbackAsync(Bruno);
        Assert.Equal(SetbackKind.LostHere, Assert.Single(Setbacks(Bruno)).Kind);
    }

    [Fact]
    public async Task BothWereRolledBack_GoOnWithoutADuplicate()
    {
        await StopAsync(anna: true, bruno: true);
        Copy(AnnasDirectory);
        Copy(BrunosDirectory);
        await StartAsync(anna: true, bruno: true);
        await SayAsync("three");
        await Bruno.SayAsync(_id, "me too");
        await SettledAsync();
        await StopAsync(anna: true, bruno: true);
        Restore(AnnasDirectory);
        Restore(BrunosDirectory);

        await StartAsync(anna: true, bruno: true);
        await SayAsync("four");

        Assert.Equal(["one", "two", "and I", "four"], await SettledAtBrunoAsync("four"));
    }

    private async Task SayAsync(params string[] texts)
    {
        foreach (string text in texts) { Assert.Equal(SendResult.Stored, await Anna.SayAsync(_id, text)); }
    }

    private async Task SettledAsync()
    {
        foreach (ChatNode node in (ChatNode[])[Anna, Bruno])
        {
            await node.WaitForAsync(snapshot => snapshot.Find(_id)!.Recent.All(message => message.State == MessageState.Delivered));
        }
    }

    private async Task<string[]> SettledAtBrunoAsync(string last)
    {
        await Bruno.WaitForAsync(snapshot => snapshot.Find(_id)?.Recent.Any(message => message.Text == last) == true);
        await SettledAsync();
        return Texts(Bruno);
    }

    private Task<ChatSnapshot> WaitForSetbackAsync(ChatNode node) => node.WaitForAsync(snapshot => snapshot.Find(_id)?.Setbacks.IsEmpty == false);

    private string[] Texts(ChatNode node) => [.. node.Store.Current.Find(_id)!.Recent.Select(message => message.Text)];

    private IEnumerable<(SetbackKind Kind, long? Entries)> Setbacks(ChatNode node) => node.Store.Current.Find(_id)!.Setbacks.Select(setback => (setback.Kind, setback.Entries));

    private async Task CopyAnnasAsync()
    {
        await StopAsync(anna: true);
        Copy(AnnasDirectory);
        await StartAsync(anna: true);
    }

    private void Copy(string directory) => File.Copy(Path.Combine(directory, "history.db"), CopyOf(directory), overwrite: true);

    private void Restore(string directory)
    {
        DeleteHistory(directory);
        File.Copy(CopyOf(directory), Path.Combine(directory, "history.db"));
    }

    private string CopyOf(string directory) => Path.Combine(_copies.Path, Path.GetFileName(directory));

    private static int Count(string directory)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "history.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM entry";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
