using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPy.Faults.Platform;

namespace ChatPy.Load.Chats;

/// <summary>A web chat as the harness sees it: how to start it, where its pages are and what to touch there. Read from a small JSON file.</summary>
internal sealed record ChatDescription
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>As it is called in the figures.</summary>
    public required string Name { get; init; }

    /// <summary>Programs to start, each with its arguments; none if it runs already. All are killed at the end.</summary>
    public string[][] Start { get; init; } = [];

    /// <summary>Where the pages of two people are, A's and B's. They may be the same.</summary>
    public required string[] Pages { get; init; }

    /// <summary>What those two are called there: <c>{me}</c> and <c>{other}</c> in the steps.</summary>
    public string[] People { get; init; } = ["anna", "ben"];

    /// <summary>From the loaded page to the open conversation with the other.</summary>
    public ChatStep[] Open { get; init; } = [];

    /// <summary>Selects where a message is typed.</summary>
    public required string Composer { get; init; }

    /// <summary>The key that sends it.</summary>
    public string Send { get; init; } = "Enter";

    /// <summary>Selects the text of each message in the conversation, and nothing else.</summary>
    public required string Text { get; init; }

    /// <summary>Selects what scrolls the conversation.</summary>
    public required string Scroller { get; init; }

    /// <summary>How far the wheel turns at once on the way back, in pixels: a screenful where rows out of sight are not in the page.</summary>
    public int Wheel { get; init; } = 600;

    /// <summary>From where many messages at once are written.</summary>
    public FloodSource Flood { get; init; }

    /// <summary>Reads a file and fills in what only the run knows: <c>{port}</c>, <c>{port2}</c>, <c>{directory}</c>, <c>{dotnet}</c>, <c>{here}</c>.</summary>
    /// <param name="file">The description.</param>
    /// <param name="directory">An empty directory, for what the chat keeps.</param>
    public static ChatDescription Read(string file, string directory)
    {
        string text = File.ReadAllText(file)
            .Replace("{port}", $"{Ports.Take()}", StringComparison.Ordinal)
            .Replace("{port2}", $"{Ports.Take()}", StringComparison.Ordinal)
            .Replace("{directory}", directory, StringComparison.Ordinal)
            .Replace("{dotnet}", LoadProcess.Dotnet, StringComparison.Ordinal)
            .Replace("{here}", AppContext.BaseDirectory, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<ChatDescription>(text, s_json)!;
    }
}

/// <summary>One thing that a person does to come to the conversation.</summary>
/// <param name="Do">Which.</param>
/// <param name="At">Selects what is touched or waited for; keys go where the focus is.</param>
/// <param name="Text">What is filled in, or the key.</param>
internal sealed record ChatStep(StepKind Do, string At = "", string Text = "");

internal enum StepKind { Click, Fill, Press, Wait }

internal enum FloodSource
{
    /// <summary>A script types into the composer of A's page.</summary>
    Page,

    /// <summary>ChatPy itself is told, without a page.</summary>
    Process,
}
