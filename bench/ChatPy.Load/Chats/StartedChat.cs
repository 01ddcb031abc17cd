using System.Diagnostics;

namespace ChatPy.Load.Chats;

/// <summary>Any chat: as its description says, and no more.</summary>
internal sealed class StartedChat : IRunningChat
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(50);

    private readonly Process[] _processes;

    private StartedChat(ChatDescription description)
    {
        Description = description;
        _processes = [.. description.Start.Select(Start)];
    }

    public ChatDescription Description { get; }

    public MemoryUse? Memory => _processes.Length == 0 ? null : _processes.Select(process => MemoryUse.OfTree(process.Id)).Aggregate(static (all, one) => all + one);

    /// <summary>Starts what is to be started; returns when both pages are served.</summary>
    public static async Task<IRunningChat> StartAsync(string file, string directory, CancellationToken cancellationToken)
    {
        var chat = new StartedChat(ChatDescription.Read(file, directory));
        try
        {
            await chat.UntilServedAsync(cancellationToken);
            return chat;
        }
        catch
        {
            await chat.DisposeAsync();
            throw;
        }
    }

    public Task SendAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{Description.Name} takes messages from a page only.");

    public Task<bool> UntilStoredAsync(int messages, CancellationToken cancellationToken) => Task.FromResult(false);

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static Process Start(string[] command)
    {
        Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        // Read away, so that it never waits for us; nothing it says is part of a figure.
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) => { if (line.Data is not null) { Console.Error.WriteLine(line.Data); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task UntilServedAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        foreach (string page in Description.Pages)
        {
            while (!await AnswersAsync(client, page, patience.Token)) { await Task.Delay(s_lookEvery, patience.Token); }
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string page, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(page, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) { return false; }
    }
}
