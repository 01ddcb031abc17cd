using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>A session with a plain peer that is a pair of pipes, on a clock that stands still.</summary>
public abstract class PlainSessionTest
{
    /// <summary>What ends a message without a newline.</summary>
    internal static TimeSpan Silence { get; } = TimeSpan.FromMilliseconds(150);

    internal FakeTimeProvider Time { get; } = new();

    internal PipePair Peer { get; } = new();

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    internal PlainHarness Accepted(PipePair? peer = null) => new((peer ?? Peer).Session, isDialled: false, Time);

    internal PlainHarness Dialled() => new(Peer.Session, isDialled: true, Time);

    internal async Task HearAndExpectAsync(string text) => Assert.Equal(text, await Peer.HearAsync());
}
