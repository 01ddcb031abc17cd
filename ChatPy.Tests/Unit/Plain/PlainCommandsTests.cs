using ChatPy.Transport.Plain;

namespace ChatPy.Tests.Unit.Plain;

public sealed class PlainCommandsTests
{
    private static readonly Room s_room = new();

    [Theory]
    [InlineData("salut")]
    [InlineData("/home/x is full")]
    [InlineData("/etc/hosts")]
    [InlineData("//nick is a command")]
    [InlineData("/")]
    [InlineData("/ help")]
    [InlineData("/o\\")]
    [InlineData("/nick a\nsecond line")]
    public void Answer_Message_IsNoCommand(string text) => Assert.Null(PlainCommands.Answer(text, null, s_room));

    [Fact]
    public void Answer_Help_ListsEveryCommand() =>
        Assert.All(["/help", "/nick", "/who", "/quit"], command => Assert.Contains(command, PlainCommands.Answer("/help", null, s_room)?.Text));

    [Fact]
    public void Answer_Who_NamesEverybody() => Assert.Equal("Here: Ada, bob", PlainCommands.Answer("/WHO ", null, s_room)?.Text);

    [Fact]
    public void Answer_Quit_Leaves() => Assert.True(PlainCommands.Answer("/quit", null, s_room)?.Leaves);

    [Fact]
    public void Answer_UnknownCommand_SaysHowToGoOn() => Assert.Contains("/help", PlainCommands.Answer("/shrug", null, s_room)?.Text);

    [Theory]
    [InlineData("/nick Zoé", "Zoé")]
    [InlineData("/nick   Jean \t Luc ", "Jean Luc")]
    [InlineData("/nick e\u0301va\u200B\u202E", "éva")]
    [InlineData("/nick 👩‍🚀", "👩🚀")]
    public void Answer_Nick_CleansTheName(string text, string name) => Assert.Equal(name, PlainCommands.Answer(text, null, s_room)?.Nickname);

    [Theory]
    [InlineData("/nick")]
    [InlineData("/nick \u200B")]
    [InlineData("/nick Ada")]
    [InlineData("/nick aDA\u200D")]
    [InlineData("/nick Ａｄａ")]
    [InlineData("/nick Bob")]
    [InlineData("/nick chatpy")]
    [InlineData("/nick SYSTEM")]
    [InlineData("/nick 123456789012345678901234567890123")]
    public void Answer_NickThatIsTakenOrUnfit_GivesNoName(string text)
    {
        PlainAnswer? answer = PlainCommands.Answer(text, null, s_room);

        Assert.NotNull(answer);
        Assert.Null(answer.Nickname);
    }

    [Fact]
    public void Answer_NickWithTooManyAccents_GivesNoName() =>
        Assert.Null(PlainCommands.Answer("/nick z" + new string('\u0335', 500), null, s_room)?.Nickname);

    [Fact]
    public void Answer_OwnNameInOtherCapitals_MayBeTaken() => Assert.Equal("BOB", PlainCommands.Answer("/nick BOB", "bob", s_room)?.Nickname);

    [Theory]
    [InlineData("//help", "/help")]
    [InlineData("salut", "salut")]
    [InlineData("/home", "/home")]
    public void Unescape_Message_LosesOneSlashOfTwo(string text, string meant) => Assert.Equal(meant, PlainCommands.Unescape(text));

    private sealed class Room : IPlainRoom
    {
        public string OwnNickname => "Ada";

        public IReadOnlyCollection<string> Names => ["Ada", "bob"];
    }
}
