using ChatPy.Tests.Support;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

public sealed class SearchTests : StoreTest
{
    [Theory]
    [InlineData("eleve", "L’élève est là")]
    [InlineData("ÉLÈVE", "L’élève est là")]
    [InlineData("rob", "trois robots")]
    [InlineData("trois robots", "trois robots")]
    [InlineData("a\"b OR *", "quoted a\"b or nothing")]
    public async Task Search_WordsFromTheirBeginning_IgnoresCaseAndAccents(string words, string expected)
    {
        foreach (string text in (string[])["L’élève est là", "trois robots", "quoted a\"b or nothing"]) { await AppendAsync(text); }

        Assert.Equal([expected], await FindAsync(new SearchQuery(words.Split(' ').Where(word => word.Any(char.IsLetter)).ToList())));
    }

    [Fact]
    public async Task Search_SeveralWords_FindsOnlyWhatHasThemAll()
    {
        await AppendAsync("red robot");
        await AppendAsync("blue robot");

        Assert.Equal(["blue robot"], await FindAsync(new SearchQuery(["robot", "blue"])));
        Assert.Empty(await FindAsync(new SearchQuery(["robot", "green"])));
    }

    [Fact]
    public async Task Search_EditedMessage_IsFoundByWhatItSaysNow()
    {
        Entry said = await AppendAsync("apples");
        Assert.Equal(["apples"], await FindAsync(new SearchQuery(["apples"])));   // and so it is in the index

        await Store.AppendAsync(Talk, Me, Draft.Edit(said.Id, "pears"), Cancel);
        Assert.Empty(await FindAsync(new SearchQuery(["apples"])));
        Assert.Equal(["pears"], await FindAsync(new SearchQuery(["pears"])));

        await Store.AppendAsync(Talk, Me, Draft.Deletion(said.Id), Cancel);
        Assert.Empty(await FindAsync(new SearchQuery(["pears"])));
    }

    [Fact]
    public async Task Search_EditByAnother_ChangesNothing()
    {
        Entry said = await AppendAsync("apples");
        await Store.ReceiveAsync([FromPeer(Guid.NewGuid(), 1, "pears") with { Kind = EntryKind.Edit, Target = said.Id }], Cancel);

        Assert.Equal(["apples"], await FindAsync(new SearchQuery(["apples"])));
        Assert.Empty(await FindAsync(new SearchQuery(["pears"])));
    }

    [Fact]
    public async Task Search_WithinOneConversation_FindsNothingOfOthers()
    {
        var other = ConversationId.Plain("other");
        await Store.SaveConversationAsync(Properties(other), Cancel);
        await AppendAsync("robot here");
        await Store.AppendAsync(other, Me, new Draft(Guid.CreateVersion7(), "robot there"), Cancel);

        Assert.Equal(["robot there", "robot here"], await FindAsync(new SearchQuery(["robot"])));
        Assert.Equal(["robot there"], await FindAsync(new SearchQuery(["robot"]) { Within = other }));
        Assert.Empty(await FindAsync(new SearchQuery(["robot"]) { Within = ConversationId.Plain("nobody") }));
        Assert.Empty(await FindAsync(new SearchQuery(["c1"])));   // the word of a conversation is no word of a message
    }

    [Fact]
    public async Task Search_ByAuthorAndTime_Filters()
    {
        await AppendAsync("robot of mine");
        await Store.ReceiveAsync([FromPeer(Guid.NewGuid(), 1, "robot of theirs") with { Clock = LogClock.At(Time.GetUtcNow().AddDays(2)) }], Cancel);

        Assert.Equal(["robot of theirs"], await FindAsync(new SearchQuery(["robot"]) { Authors = [Peer] }));
        Assert.Equal(["robot of mine"], await FindAsync(new SearchQuery([]) { Before = Time.GetUtcNow().AddDays(1) }));
        Assert.Equal(["robot of theirs"], await FindAsync(new SearchQuery([]) { After = Time.GetUtcNow().AddDays(1) }));
        Assert.Empty(await FindAsync(new SearchQuery([]) { Authors = [] }));
    }

    [Fact]
    public async Task Search_ForLinksAndCode_FindsThem()
    {
        await AppendAsync("see https://example.org");
        await AppendAsync("run `print(1)`");

        Assert.Equal(["see https://example.org"], await FindAsync(new SearchQuery([]) { HasLink = true }));
        Assert.Equal(["run `print(1)`"], await FindAsync(new SearchQuery([]) { HasCode = true }));
    }

    [Fact]
    public async Task Search_ForLinksAndCode_GoesByWhatMessagesSayNow()
    {
        Entry added = await AppendAsync("see below"), removed = await AppendAsync("see https://example.org"), deleted = await AppendAsync("see http://example.org");
        await Store.AppendAsync(Talk, Me, Draft.Edit(added.Id, "see https://example.net and `print(1)`"), Cancel);
        await Store.AppendAsync(Talk, Me, Draft.Edit(removed.Id, "never mind"), Cancel);
        await Store.AppendAsync(Talk, Me, Draft.Deletion(deleted.Id), Cancel);

        Assert.Equal(["see https://example.net and `print(1)`"], await FindAsync(new SearchQuery([]) { HasLink = true }));
        Assert.Equal(["see https://example.net and `print(1)`"], await FindAsync(new SearchQuery([]) { HasCode = true }));
        Assert.Equal(["never mind", "see https://example.net and `print(1)`"], await FindAsync(new SearchQuery([]) { Authors = [Me] }));
    }

    [Fact]
    public async Task Search_PageByPage_FindsEachOnce()
    {
        for (int i = 0; i < 25; i++) { await AppendAsync($"robot {i}"); }

        List<long> arrivals = [];
        long before = long.MaxValue;
        while ((await Store.SearchAsync(new SearchQuery(["robot"]), before, 10, Cancel)).Matches is { Count: > 0 } page)
        {
            arrivals.AddRange(page.Select(match => match.Arrival));
            before = page[^1].Arrival;
        }

        Assert.Equal(25, arrivals.Distinct().Count());
        Assert.Equal(arrivals.OrderDescending(), arrivals);
    }

    [Fact]
    public async Task Search_LongHistoryThatWasNeverIndexed_IsIndexedOnTheWay()
    {
        await Task.WhenAll(Enumerable.Range(0, 1_800).Select(i => AppendAsync($"message {i}")));

        SearchResult result = await Store.SearchAsync(new SearchQuery(["message"]), long.MaxValue, 2_000, Cancel);

        Assert.Equal((1_800, true), (result.Matches.Count, result.IsComplete));
    }

    [Fact]
    public async Task Search_WhateverSomebodyTypes_HasAnAnswer()
    {
        await Task.WhenAll(NaughtyTexts.All.Select(text => AppendAsync(text)));

        foreach (string text in NaughtyTexts.All)
        {
            SearchQuery query = SearchParser.Parse(text, ChatSnapshot.Empty, TimeZoneInfo.Utc);
            if (!query.IsEmpty) { Assert.True((await Store.SearchAsync(query, long.MaxValue, 10, Cancel)).IsComplete); }
        }
    }

    private async Task<IEnumerable<string>> FindAsync(SearchQuery query)
    {
        SearchResult result = await Store.SearchAsync(query, long.MaxValue, 100, Cancel);
        List<string> texts = [];
        foreach (SearchMatch match in result.Matches)
        {
            texts.Add((await Store.ReadAsync(match.Conversation, [match.Id], Cancel)).ToMessages(Me, ConversationKind.Direct).Single().Text);
        }

        return texts;
    }
}
