using System.Text;
using System.Text.Json;
using ChatPy.Tests.Components.Support;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Export;

namespace ChatPy.Tests.Unit.Export;

/// <summary>What a file says, whoever made it: a message, none, or the end of the file.</summary>
public sealed class JsonImportTests
{
    private const string Id = "0197f0aa-0000-7000-8000-000000000001";

    private static readonly string s_me = Sample.Me.ToString();

    private static readonly string s_conversation =
        $$"""{"id":"{{Sample.Direct("Léa").Id}}","kind":"direct","title":"Léa","peer":"{{Sample.Key("Léa")}}"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task Read_WhatWasSaved_IsWhatTheMessagesWere_WhereverTheBytesArePutApart(int bytesAtOnce)
    {
        Message[] said =
        [
            Sample.Theirs(1, "héllo \"\\ \n 😀"),
            Sample.Mine(2, "second", MessageState.Read) with { Quote = new Quote(Guid.NewGuid(), false, "x"), EditedAt = Sample.Now, Reactions = [new Reaction("👍", 2, true), new Reaction("🎉", 1, false)] },
            Sample.Theirs(3, "") with { IsDeleted = true },
            Sample.Mine(4, "later in the same millisecond") with { Order = new EntryOrder(new LogClock(LogClock.At(Sample.Now).Value + 5), Sample.Me, 4), WrittenAt = Sample.Now },
        ];

        IReadOnlyList<SavedMessage?> read = await ReadAsync(await SavedText.OfAsync(Sample.Direct("Léa"), said), bytesAtOnce);

        Assert.Equal(said.Select(message => (message.Id, message.IsMine, message.Order.Clock)), read.Select(message => (message!.Id, message.IsMine, message.Clock)));
        Assert.Equal(["héllo \"\\ \n 😀", "second", null, "later in the same millisecond"], read.Select(message => message!.Text));
        Assert.Equal((said[1].EditedAt, said[1].Quote!.Target, MessageState.Read), (read[1]!.EditedAt, read[1]!.Answers, read[1]!.State));
        Assert.Equal(said[1].Reactions, read[1]!.Reactions);
        Assert.All(read, message => Assert.Equal((Sample.Me, Sample.Key("Léa"), "Léa"), (message!.Conversation.Me, message.Conversation.Peer, message.Conversation.Title)));
    }

    [Fact]
    public async Task Read_AFileOfAllConversations_TellsThemApart()
    {
        string all = await SavedText.OfAllAsync((Sample.Direct("Léa"), [Sample.Theirs(1, "one")]), (Sample.Plain("robot"), [Sample.Mine(2, "two")]), (Sample.Direct("Max"), []));

        IReadOnlyList<SavedMessage?> read = await ReadAsync(all);

        Assert.Equal([("Léa", "one", Sample.Key("Léa")), ("robot", "two", null)], read.Select(message => (message!.Conversation.Title, message.Text, message.Conversation.Peer)));
    }

    /// <summary>As the first version wrote it: the machine is named after the conversation, and nothing tells one millisecond from itself.</summary>
    [Fact]
    public async Task Read_AFileOfTheFirstVersion_IsStillRead()
    {
        string first = $$"""
            {"format":"chatpy-export","version":1,"exportedAt":"2026-03-10T14:00:00+00:00","conversation":{{s_conversation}},"me":"{{s_me}}","messages":[
            {"id":"{{Id}}","author":"Léa","writtenAt":"2026-03-10T13:00:01+00:00","text":"hi"}
            ]}
            """;

        SavedMessage message = Assert.Single(await ReadAsync(first))!;

        Assert.Equal(("hi", false, LogClock.At(new DateTimeOffset(2026, 3, 10, 13, 0, 1, TimeSpan.Zero))), (message.Text, message.IsMine, message.Clock));
    }

    [Theory]
    [InlineData("""{"id":"x","writtenAt":"2026-03-10T13:00:01Z","text":"no id"}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000","writtenAt":"2026-03-10T13:00:01Z","text":"no id"}""")]
    [InlineData("""{"id":"ID","text":"no time"}""")]
    [InlineData("""{"id":"ID","writtenAt":"99999-01-01T00:00:00Z","text":"no time there is"}""")]
    [InlineData("""{"id":"ID","writtenAt":"9999-12-31T23:59:59-14:00","text":"past the last time"}""")]
    [InlineData("""{"id":"ID","writtenAt":17,"text":"no time"}""")]
    [InlineData("""{"id":"ID","writtenAt":"2026-03-10T13:00:01Z","counter":65536,"text":"no counter"}""")]
    [InlineData("""{"id":"ID","writtenAt":"2026-03-10T13:00:01Z","counter":18446744073709551615,"text":"no counter"}""")]
    [InlineData("""{"id":"ID","writtenAt":"2026-03-10T13:00:01Z"}""")]
    [InlineData("""{"id":"ID","writtenAt":"2026-03-10T13:00:01Z","text":" \n "}""")]
    [InlineData("""{"id":"ID","writtenAt":"2026-03-10T13:00:01Z","text":["a","list"]}""")]
    [InlineData("""{"id":"ID","writtenAt":"2026-03-10T13:00:01Z","text":"half a character \ud83d"}""")]
    [InlineData("""{"id":"ID","writtenAt":"2026-03-10T13:00:01Z","text":"answers itself","answers":"ID"}""")]
    [InlineData("""{"id":"ID","writtenAt":"2026-03-10T13:00:01Z","text":"x","reactions":"many"}""")]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData("""["a","list"]""")]
    [InlineData("\"words\"")]
    public async Task Read_WhatIsNoMessage_IsPassedOverAndTheNextOneIsRead(string none)
    {
        IReadOnlyList<SavedMessage?> read = await ReadAsync(File($"{none.Replace("ID", Id, StringComparison.Ordinal)},{Said("good")}"));

        Assert.Equal([null, "good"], read.Select(message => message?.Text));
    }

    [Fact]
    public async Task Read_ATextAtTheLimit_IsReadAndOneByteMoreIsNone()
    {
        IReadOnlyList<SavedMessage?> read = await ReadAsync(File($"{Said(new string('x', ChatLimits.MaxTextBytes))},{Said(new string('x', ChatLimits.MaxTextBytes + 1))}"));

        Assert.Equal([ChatLimits.MaxTextBytes, null], read.Select(message => message?.Text?.Length));
    }

    [Fact]
    public async Task Read_ReactionsThatAreNone_AreLeftOut()
    {
        string reactions = string.Join(',', Enumerable.Range(0, 40).Select(number => $$"""{"emoji":"{{(char)('a' + number % 26)}}","count":1}""").Prepend("null").Prepend("""{"emoji":"two words"}""").Prepend("""{"count":3}"""));

        IReadOnlyList<SavedMessage?> read = await ReadAsync(File($$"""{"id":"{{Id}}","writtenAt":"2026-03-10T13:00:01Z","text":"x","reactions":[{{reactions}}]}"""));

        Assert.Equal(20, Assert.Single(read)!.Reactions.Count);
    }

    [Theory]
    [InlineData("""{"id":"0","kind":"direct","title":"x","peer":"PEER"}""")]
    [InlineData("""{"id":"00112233445566778899aabbccddeeff","kind":"direct","title":"x"}""")]
    [InlineData("""{"id":"00112233445566778899aabbccddeeff","kind":"direct","title":"x","peer":"zz"}""")]
    [InlineData("""{"id":"00112233445566778899aabbccddeeff","kind":"plain","title":"x","peer":"PEER"}""")]
    [InlineData("""{"id":"00112233445566778899aabbccddeeff","kind":"room","title":"x"}""")]
    [InlineData("17")]
    public async Task Read_MessagesOfNoConversation_AreNone(string conversation)
    {
        string file = $$"""{"format":"chatpy-export","version":2,"me":"{{s_me}}","conversation":{{conversation.Replace("PEER", s_me, StringComparison.Ordinal)}},"messages":[{{Said("x")}}]}""";

        Assert.Null(Assert.Single(await ReadAsync(file)));
    }

    [Theory]
    [InlineData("", ImportFailure.NotOurs)]
    [InlineData("PNG", ImportFailure.NotOurs)]
    [InlineData("{}", ImportFailure.NotOurs)]
    [InlineData("[]", ImportFailure.NotOurs)]
    [InlineData("17", ImportFailure.NotOurs)]
    [InlineData("""{"messages":[{"text":"of another program"}]}""", ImportFailure.NotOurs)]
    [InlineData("""{"format":"another","version":1,"messages":[]}""", ImportFailure.NotOurs)]
    [InlineData("""{"format":"chatpy-export","version":3,"messages":[]}""", ImportFailure.TooNew)]
    [InlineData("""{"format":"chatpy-export","version":"two","messages":[]}""", ImportFailure.Damaged)]
    [InlineData("""{"format":"chatpy-export","version":2,"messages":{}}""", ImportFailure.Damaged)]
    [InlineData("""{"format":"chatpy-export","version":2,"messages":[]}{}""", ImportFailure.Damaged)]
    [InlineData("""{"format":"chatpy-export","version":2,""", ImportFailure.Damaged)]
    public async Task Read_AFileThatIsNone_SaysWhy(string file, ImportFailure expected) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<ImportException>(() => ReadAsync(file))).Failure);

    [Fact]
    public async Task Read_AFileCutAnywhere_GivesWholeMessagesAndThenSaysThatItIsDamaged()
    {
        byte[] file = Encoding.UTF8.GetBytes(File($"{Said("first")},{Said("é")}"));
        for (int length = File("").IndexOf("\"messages\"", StringComparison.Ordinal); length < file.Length; length++)
        {
            List<SavedMessage?> read = [];
            ImportException broken = await Assert.ThrowsAsync<ImportException>(() => ReadAsync(new MemoryStream(file, 0, length), read));

            Assert.Equal(ImportFailure.Damaged, broken.Failure);
            Assert.Equal(((string[])["first", "é"])[..read.Count], read.Select(message => message!.Text));
        }
    }

    [Fact]
    public async Task Read_NestedDeeply_IsDamaged() =>
        Assert.Equal(ImportFailure.Damaged, (await Assert.ThrowsAsync<ImportException>(() => ReadAsync(File(new string('[', 100_000))))).Failure);

    [Fact]
    public async Task Read_AValueWithoutEnd_IsGivenUpBeforeItFillsTheMemory()
    {
        using var endless = new EndlessStream(File("{\"text\":\"")[..^2]);

        ImportException broken = await Assert.ThrowsAsync<ImportException>(() => ReadAsync(endless, []));

        Assert.Equal(ImportFailure.Damaged, broken.Failure);
        Assert.InRange(endless.Given, 1, 1024 * 1024);
    }

    private static string File(string messages) =>
        $$"""{"format":"chatpy-export","version":2,"me":"{{s_me}}","conversation":{{s_conversation}},"messages":[{{messages}}]}""";

    private static string Said(string text) =>
        $$"""{"id":"{{Guid.NewGuid()}}","writtenAt":"2026-03-10T13:00:01Z","text":{{JsonSerializer.Serialize(text)}}}""";

    private static async Task<IReadOnlyList<SavedMessage?>> ReadAsync(string file, int bytesAtOnce = int.MaxValue)
    {
        List<SavedMessage?> read = [];
        await using var bytes = new SlowStream(Encoding.UTF8.GetBytes(file), bytesAtOnce);
        await ReadAsync(bytes, read);
        return read;
    }

    private static async Task ReadAsync(Stream file, List<SavedMessage?> read)
    {
        await foreach (SavedMessage? message in JsonImport.ReadAsync(file, Token)) { read.Add(message); }
    }

    private sealed class SlowStream(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
    }

    private sealed class EndlessStream(string beginning) : MemoryStream(Encoding.UTF8.GetBytes(beginning))
    {
        public int Given { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                buffer.Span.Fill((byte)'x');
                read = buffer.Length;
            }

            Given += read;
            return read;
        }
    }
}
