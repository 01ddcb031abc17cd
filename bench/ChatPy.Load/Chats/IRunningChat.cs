namespace ChatPy.Load.Chats;

/// <summary>A chat whose two pages can be opened. What it started is killed when disposed.</summary>
internal interface IRunningChat : IAsyncDisposable
{
    ChatDescription Description { get; }

    /// <summary>Memory of all that serves B's page; nothing if that was not started here.</summary>
    MemoryUse? Memory { get; }

    /// <summary>Hands all of them over to A at once, past its page, the last one when the others are stored there (<see cref="FloodSource.Process"/>).</summary>
    Task SendAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);

    /// <summary>Waits until B's side has so many more on its disk than when it was started; false if it cannot be asked.</summary>
    Task<bool> UntilStoredAsync(int messages, CancellationToken cancellationToken);
}
