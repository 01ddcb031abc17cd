using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Conversations;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Components.Conversations;

public sealed class ConnectBoxTests : PageTest
{
    public static MatrixTheoryData<ConnectFailure, string> EveryFailure { get; } = new(Enum.GetValues<ConnectFailure>(), ["en", "fr"]);

    [Theory]
    [MemberData(nameof(EveryFailure))]
    public void Connect_Failure_SaysWhatWentWrongAndWhatToDo(ConnectFailure failure, string language)
    {
        Speak(language);
        Chat.OnConnect = _ => Task.FromResult(new ConnectResult(null, failure));
        IRenderedComponent<ConnectBox> page = Render<ConnectBox>();

        Enter(page, "10.9.9.9");

        Assert.Equal(failure == ConnectFailure.TooOften ? "busy" : failure.ToString().ToLowerInvariant(), page.Hook("connect-error").GetAttribute("data-reason"));
        Assert.Contains("10.9.9.9", page.Find(".failure strong").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Connect_", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.9.9.9", "port 4242")]
    [InlineData("10.9.9.9:4243", "port 4243")]
    [InlineData("[fe80::1%eth0]:5000", "port 5000")]
    public void Connect_NoAnswer_NamesThePortThatWasDialled(string address, string port)
    {
        Chat.OnConnect = _ => Task.FromResult(new ConnectResult(null, ConnectFailure.Timeout));
        IRenderedComponent<ConnectBox> page = Render<ConnectBox>();

        Enter(page, address);

        Assert.Contains($"{port} in.", page.Find(".failure span").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_Success_OpensTheConversationAndEmptiesTheBox()
    {
        ConversationId id = Sample.Direct("Léa").Id;
        Chat.OnConnect = _ => Task.FromResult(new ConnectResult(id, null));
        IRenderedComponent<ConnectBox> page = Render<ConnectBox>();

        Enter(page, " 10.0.0.2 ");

        Assert.Equal(["connect 10.0.0.2"], Chat.Calls);
        Assert.EndsWith($"/c/{id}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("", page.Hook("peer-address").GetAttribute("value") ?? "");
    }

    [Fact]
    public void Connect_WhileDialling_SaysSoAndDialsOnce()
    {
        var answer = new TaskCompletionSource<ConnectResult>();
        Chat.OnConnect = _ => answer.Task;
        IRenderedComponent<ConnectBox> page = Render<ConnectBox>();

        Enter(page, "10.0.0.2");
        page.Find("form").Submit();

        Assert.Single(Chat.Calls);
        Assert.Equal("true", page.Find("form").GetAttribute("aria-busy"));
        answer.SetResult(new ConnectResult(null, ConnectFailure.Timeout));
        page.WaitForAssertion(() => Assert.Equal("false", page.Find("form").GetAttribute("aria-busy")));
    }

    private static void Enter(IRenderedComponent<ConnectBox> page, string address)
    {
        page.Hook("peer-address").Change(address);
        page.Find("form").Submit();
    }
}
