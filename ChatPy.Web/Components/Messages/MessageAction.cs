using ChatPy.Web.Chat;

namespace ChatPy.Web.Components.Messages;

/// <summary>What a person chose from the toolbar or the menu of a message.</summary>
/// <param name="Name">Of the button.</param>
/// <param name="Message">Which message.</param>
/// <param name="Argument">The emoji of a reaction.</param>
public sealed record MessageAction(string Name, Guid Message, string? Argument);

/// <summary>What the script needs to go on: the text to copy, quote or edit, and whose it is.</summary>
public sealed record ActionAnswer(string Text, string Author);

/// <summary>An emoji that a person puts under a message or takes away.</summary>
public sealed record ReactionChoice(Message Message, string Emoji);
