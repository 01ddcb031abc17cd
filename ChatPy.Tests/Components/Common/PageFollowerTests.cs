using System.Diagnostics;
using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Common;
using ChatPy.Web.Components.Conversations;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Components.Common;

public sealed class PageFollowerTests : PageTest
{
    private static readonly TimeSpan s_drawing = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void AFlood_LeavesThePersonAsMuchTimeAsTheDrawings_AndItsEndIsShown()
    {
        IRenderedComponent<Probe> part = Render<Probe>(parameters => parameters.Add(probe => probe.Takes, s_drawing));
        long start = Stopwatch.GetTimestamp();

        int last = Flood(TimeSpan.FromSeconds(1));

        part.WaitForAssertion(() => Assert.Equal($"{last}", part.Markup));
        Assert.InRange(part.RenderCount, 2, 3 + (int)(Stopwatch.GetElapsedTime(start) / (2 * s_drawing)));
    }

    [Fact]
    public void AFlood_OutOfSight_IsDrawnOnceASecond_AndItsEndIsShown()
    {
        Services.GetRequiredService<PageFollower>().IsInSight = false;
        IRenderedComponent<Probe> part = Render<Probe>();
        long start = Stopwatch.GetTimestamp();

        int last = Flood(TimeSpan.FromSeconds(1.5));

        part.WaitForAssertion(() => Assert.Equal($"{last}", part.Markup));
        Assert.InRange(part.RenderCount, 2, 3 + (int)Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    [Fact]
    public async Task WhatAChangeAlters_GoesToTheBrowserInOnePiece()
    {
        List<string> steps = [];
        var allDrawn = new TaskCompletionSource();
        void Take(string step)
        {
            steps.Add(step);
            if (steps.Count(static step => step.EndsWith("drawn", StringComparison.Ordinal)) == 2) { allDrawn.TrySetResult(); }
        }

        IRenderedComponent<DrawnTogether> together = Render<DrawnTogether>();
        IRenderedComponent<Probe> one = Render<Probe>(parameters => parameters.Add(probe => probe.Said, Take).Add(probe => probe.Name, "one"));
        IRenderedComponent<Probe> other = Render<Probe>(parameters => parameters.Add(probe => probe.Said, Take).Add(probe => probe.Name, "other"));
        await allDrawn.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);
        steps.Clear();
        allDrawn = new TaskCompletionSource();

        Store.Apply(static snapshot => snapshot with { Self = snapshot.Self with { Nickname = "7" } });

        await allDrawn.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(["7", "7"], [one.Markup, other.Markup]);
        Assert.Equal(["one draws", "other draws", "one drawn", "other drawn"], steps);
        GC.KeepAlive(together);
    }

    [Fact]
    public void WhatComesBeforeTheReadersEyes_IsNotNew_UntilTheyLookElsewhere()
    {
        Conversation lea = Sample.Direct("Léa") with { Unread = 1 }, noe = Sample.Direct("Noé") with { Unread = 2 };
        Put(noe, lea);
        PageFollower page = Services.GetRequiredService<PageFollower>();
        IRenderedComponent<ConversationList> list = Render<ConversationList>();
        Assert.Equal(["1", "2"], Counts());

        list.InvokeAsync(() => page.Read(lea.Id));
        list.WaitForAssertion(() => Assert.Equal(["0", "2"], Counts()));

        list.InvokeAsync(() => page.Read(null));
        list.WaitForAssertion(() => Assert.Equal(["1", "2"], Counts()));

        IEnumerable<string?> Counts() => list.Hooks("conversation").Select(static row => row.GetAttribute("data-unread"));
    }

    /// <summary>What has left the page and still ends its work is asked, and nobody says of it that it was drawn.</summary>
    [Fact]
    public async Task AChangeOfAPartThatLeaves_HoldsUpNoOther()
    {
        var mayLeave = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        IRenderedComponent<DrawnTogether> together = Render<DrawnTogether>();
        IRenderedComponent<Probe> stays = Render<Probe>(parameters => parameters.Add(probe => probe.Of, static snapshot => $"{snapshot.Conversations.Length}"));
        IRenderedComponent<Frame> frame = Render<Frame>(parameters => parameters.Add(frame => frame.HasContent, true).AddChildContent<Probe>(parameters => parameters
            .Add(probe => probe.Leaves, mayLeave.Task)
            .Add(probe => probe.Of, snapshot =>
            {
                if (snapshot.Self.Nickname == "7") { asked.TrySetResult(); }
                return snapshot.Self.Nickname;
            })));
        frame.Render(static parameters => parameters.Add(frame => frame.HasContent, false));

        Store.Apply(static snapshot => snapshot with { Self = snapshot.Self with { Nickname = "7" } });
        await asked.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);
        Put(Sample.Direct("Léa"));

        stays.WaitForAssertion(() => Assert.Equal("1", stays.Markup));
        mayLeave.SetResult();
        GC.KeepAlive(together);
    }

    private int Flood(TimeSpan time)
    {
        int number = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; Thread.SpinWait(1000))
        {
            string name = $"{++number}";
            Store.Apply(snapshot => snapshot with { Self = snapshot.Self with { Nickname = name } });
        }

        return number;
    }

    /// <summary>Shows the nickname, and how it came to that.</summary>
    private sealed class Probe : LiveComponent
    {
        private string _shown = "";

        [Microsoft.AspNetCore.Components.Parameter]
        public string Name { get; set; } = "";

        [Microsoft.AspNetCore.Components.Parameter]
        public TimeSpan Takes { get; set; }

        [Microsoft.AspNetCore.Components.Parameter]
        public Action<string>? Said { get; set; }

        /// <summary>What it shows.</summary>
        [Microsoft.AspNetCore.Components.Parameter]
        public Func<ChatSnapshot, string> Of { get; set; } = static snapshot => snapshot.Self.Nickname;

        /// <summary>What it ends before it leaves.</summary>
        [Microsoft.AspNetCore.Components.Parameter]
        public Task Leaves { get; set; } = Task.CompletedTask;

        protected override bool Show(ChatSnapshot snapshot)
        {
            (string before, _shown) = (_shown, Of(snapshot));
            return before != _shown;
        }

        public override async ValueTask DisposeAsync()
        {
            await Leaves;
            await base.DisposeAsync();
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            Said?.Invoke($"{Name} draws");
            for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Takes;) { Thread.SpinWait(100); }
            builder.AddContent(0, _shown);
        }

        protected override void OnAfterRender(bool firstRender)
        {
            Said?.Invoke($"{Name} drawn");
            base.OnAfterRender(firstRender);
        }
    }

    /// <summary>A place on the page.</summary>
    private sealed class Frame : Microsoft.AspNetCore.Components.ComponentBase
    {
        [Microsoft.AspNetCore.Components.Parameter]
        public bool HasContent { get; set; }

        [Microsoft.AspNetCore.Components.Parameter]
        public Microsoft.AspNetCore.Components.RenderFragment? ChildContent { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (HasContent) { builder.AddContent(0, ChildContent); }
        }
    }
}
