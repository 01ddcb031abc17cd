using ChatPy.Load.Pages;

namespace ChatPy.Load.Chats;

/// <summary>What is measured by turns in one run: the least page that can chat, and the chat.</summary>
/// <param name="folder">For what they keep.</param>
/// <param name="file">The description of the chat; ChatPy's own if none is given.</param>
internal sealed class ChatTrials(DirectoryInfo folder, string? file)
{
    private const int Commits = 50;

    private static readonly string s_here = Path.Combine(AppContext.BaseDirectory, "Chats");
    private int _started;

    /// <summary>Gives a command its browser and an empty folder, which is gone afterwards.</summary>
    public static async Task<int> RunAsync(Arguments arguments, Func<ChatTrials, PageBrowser, Task> measure, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            PageBrowser browser = await PageBrowser.GetAsync(cancellationToken);
            await measure(new ChatTrials(folder, arguments.GetText("chat")), browser);
            return 0;
        }
        finally { folder.Delete(recursive: true); }
    }

    public Task<IRunningChat> StartLeastAsync(CancellationToken cancellationToken) =>
        StartedChat.StartAsync(Path.Combine(s_here, "Least", "least.json"), NextDirectory(), cancellationToken);

    /// <param name="isTold">Whether ChatPy's process of A is to take messages without a page (<see cref="IRunningChat.SendAsync"/>).</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IRunningChat> StartChatAsync(bool isTold, CancellationToken cancellationToken) => file is null
        ? ChatPyChat.StartAsync(Path.Combine(s_here, "chatpy.json"), NextDirectory(), isTold, cancellationToken)
        : StartedChat.StartAsync(file, NextDirectory(), cancellationToken);

    /// <summary>What one commit takes that loses nothing, of one short text, on the disk that the chats have.</summary>
    public double CommitMilliseconds() =>
        BareInserts.OfTexts(Path.Combine(NextDirectory(), "bare.db"), [.. Enumerable.Repeat("Message 1, which a person typed.", Commits)], 1).TotalMilliseconds / Commits;

    private string NextDirectory() => folder.CreateSubdirectory($"chat{++_started}").FullName;
}
