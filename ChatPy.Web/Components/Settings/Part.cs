namespace ChatPy.Web.Components.Settings;

/// <summary>Something that others made and ChatPy ships.</summary>
/// <param name="Name">The package, or what the package brings with it.</param>
/// <param name="Licence">By its SPDX id, if it has one.</param>
internal sealed record Part(string Name, string Licence)
{
    /// <summary>Every package that Transport and Web refer to (a test holds that), and what runs beneath them.</summary>
    public static readonly IReadOnlyList<Part> All =
    [
        new(".NET, ASP.NET Core", "MIT"),
        new("MudBlazor", "MIT"),
        new("Material Icons (MudBlazor)", "Apache-2.0"),
        new("QRCoder", "MIT"),
        new("Markdig", "BSD-2-Clause"),
        new("ColorCode.Core", "MIT"),
        new("emojibase-data", "MIT"),
        new("Microsoft.Data.Sqlite", "MIT"),
        new("SQLite", "public domain"),
        new("Dapper", "Apache-2.0"),
        new("dbup-sqlite", "MIT"),
        new("Google.Protobuf", "BSD-3-Clause"),
    ];
}
