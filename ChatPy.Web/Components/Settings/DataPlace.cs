namespace ChatPy.Web.Components.Settings;

/// <summary>Where this machine keeps key and history, for the person to know what to copy or to delete.</summary>
/// <param name="Path">The full path of the data directory.</param>
public sealed record DataPlace(string Path);
