using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Attention;

namespace ChatPy.Tests.Components.Attention;

public sealed class NewMessagesTests
{
    private static readonly Conversation s_lea = Sample.Direct("Léa", Sample.Theirs(1, "salut"));
    private readonly NewMessages _news = new();

    public NewMessagesTests() => _news.Next(Of(s_lea));

    [Fact]
    public void Next_WhatIsThereAtFirst_IsNotNew() => Assert.Empty(new NewMessages().Next(Of(s_lea with { Unread = 1 })).Arrived);

    [Fact]
    public void Next_AMessageCame_TellsItOnce()
    {
        Conversation now = s_lea with { Unread = 1, Recent = s_lea.Recent.Add(Sample.Theirs(2, "coucou")) };

        Assert.Equal([new NewMessage(s_lea.Id.Value, "Léa", "coucou")], _news.Next(Of(now)).Arrived);
        Assert.Empty(_news.Next(Of(now with { IsTyping = true })).Arrived);
    }

    [Fact]
    public void Next_ABurst_TellsItsLast()
    {
        Conversation now = s_lea with { Unread = 2, Recent = s_lea.Recent.AddRange([Sample.Theirs(2, "un"), Sample.Theirs(3, "deux")]) };

        Assert.Equal(["deux"], _news.Next(Of(now)).Arrived.Select(message => message.Text));
    }

    [Fact]
    public void Next_AConversationThatWasNotThere_IsNew()
    {
        Conversation script = Sample.Plain("10.0.0.3", Sample.Theirs(2, "bonjour")) with { Unread = 1, Trust = Trust.Undecided };

        Assert.Equal("10.0.0.3", Assert.Single(_news.Next(Of(s_lea, script)).Arrived).Title);
    }

    [Fact]
    public void Next_SomebodyNew_IsToldOnceAndWithoutTheirWords()
    {
        Conversation ines = Sample.Direct("Inès") with { Trust = Trust.Undecided, Arrangement = new Arrangement { IsMarkedUnread = true } };
        Conversation speaks = ines with { Unread = 1, Recent = [Sample.Theirs(2, "buy now")] };

        Assert.Equal([new NewMessage(ines.Id.Value, "Inès", "", IsRequest: true)], _news.Next(Of(s_lea, ines)).Arrived);
        Assert.Empty(_news.Next(Of(s_lea, speaks)).Arrived);
        Assert.Equal([ines.Id.Value], _news.Next(Of(s_lea, speaks with { Unread = 0, Arrangement = new Arrangement() })).Read);
    }

    [Fact]
    public void Next_UnderItsAlias_IsToldByIt() =>
        Assert.Equal("Mme Martin", Assert.Single(_news.Next(Of(Came() with { Arrangement = new Arrangement { Alias = "Mme Martin" } })).Arrived).Title);

    [Fact]
    public void Next_Muted_IsNotTold() => Assert.Empty(_news.Next(Of(Came() with { Arrangement = new Arrangement { IsMuted = true } })).Arrived);

    [Fact]
    public void Next_ReadMeanwhile_IsNotTold() => Assert.Empty(_news.Next(Of(Came() with { Unread = 0 })).Arrived);

    [Fact]
    public void Next_BeforeTheReadersEyes_IsNotTold_NeitherThatItCameNorThatItIsRead()
    {
        Assert.Empty(_news.Next(Of(Came()), s_lea.Id).Arrived);
        Assert.Empty(_news.Next(Of(Came() with { Unread = 0 }), s_lea.Id).Read);
    }

    [Fact]
    public void Next_BeforeTheEyesOfAReaderWhoLooksAwayUnseen_IsTold()
    {
        Conversation now = Came();
        _news.Next(Of(now), s_lea.Id);

        Assert.Single(_news.Next(Of(now)).Arrived);
    }

    [Fact]
    public void Next_SeenByAReaderWhoThenLooksAway_IsNotTold()
    {
        Conversation now = Came();
        _news.Next(Of(now), s_lea.Id);
        _news.Next(Of(now with { Unread = 0 }), s_lea.Id);

        Assert.Empty(_news.Next(Of(now with { Unread = 0, IsTyping = true })).Arrived);
    }

    [Fact]
    public void Next_MyOwnMessage_IsNotTold() => Assert.Empty(_news.Next(Of(s_lea with { Recent = s_lea.Recent.Add(Sample.Mine(2, "moi")) })).Arrived);

    [Fact]
    public void Next_TheLastUnreadIsRead_IsTold()
    {
        _news.Next(Of(Came()));

        Assert.Equal([s_lea.Id.Value], _news.Next(Of(Came() with { Unread = 0 })).Read);
    }

    [Fact]
    public void Next_ALongText_IsCutAndNoLetterWithIt()
    {
        string text = new string('a', 159) + "😀😀";

        NewMessage told = Assert.Single(_news.Next(Of(s_lea with { Unread = 1, Recent = s_lea.Recent.Add(Sample.Theirs(2, text)) })).Arrived);

        Assert.Equal(new string('a', 159) + "…", told.Text);
    }

    private static Conversation Came() => s_lea with { Unread = 1, Recent = s_lea.Recent.Add(Sample.Theirs(2, "coucou")) };

    private static ChatSnapshot Of(params Conversation[] conversations) => ChatSnapshot.Empty with { Conversations = [.. conversations] };
}
