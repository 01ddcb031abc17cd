using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Common;
using ChatPy.Web.Components.Settings;
using ChatPy.Web.Echo;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace ChatPy.Tests.Components.Support;

/// <summary>A page, or a part of one, with a real store, a chat that only listens, and a clock that stands still.</summary>
public abstract class PageTest : BunitContext
{
    protected PageTest()
    {
        Speak("en-GB");
        DefaultWaitTimeout = TimeSpan.FromSeconds(10);   // the default of 1 s fails on a busy machine
        JSInterop.Mode = JSRuntimeMode.Loose;
        Time.SetLocalTimeZone(TimeZoneInfo.Utc);
        Services.AddMudServices();
        Services.AddTransient<MudLocalizer, PageMudLocalizer>();
        Services.AddLocalization();
        Services.AddScoped<Attempts>();
        Services.AddScoped<PageFollower>();
        Services.AddSingleton(Store);
        Services.AddSingleton(new DataPlace("/home/lea/.local/share/chatpy"));
        Services.AddSingleton<IChat>(Chat);
        Services.AddSingleton<IEcho>(Chat);
        Services.AddSingleton<IAttendance>(Attendance);
        Services.AddSingleton<TimeProvider>(Time);
    }

    public ChatStore Store { get; } = new();

    internal FakeChat Chat { get; } = new();

    internal FakeAttendance Attendance { get; } = new();

    protected FakeTimeProvider Time { get; } = new(Sample.Now);

    protected static void Speak(string culture) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

    /// <summary>Puts conversations into the store, each in the place of the one with its id.</summary>
    protected void Put(params Conversation[] conversations)
    {
        foreach (Conversation put in conversations)
        {
            Store.Apply(snapshot => snapshot with
            {
                Conversations = [put, .. snapshot.Conversations.Where(conversation => conversation.Id != put.Id)],
            });
        }
    }

    /// <summary>As <see cref="Put"/>, from a thread that is not the page's.</summary>
    protected Task PutElsewhereAsync(params Conversation[] conversations) =>
        Task.Run(() => Put(conversations), Xunit.TestContext.Current.CancellationToken);
}

internal static class PageHooks
{
    public static IElement Hook<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent => page.Find($"[data-testid='{name}']");

    public static IReadOnlyList<IElement> Hooks<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent => page.FindAll($"[data-testid='{name}']");
}
