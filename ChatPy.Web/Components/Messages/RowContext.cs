using ChatPy.Web.Chat;
using Microsoft.AspNetCore.Components;

namespace ChatPy.Web.Components.Messages;

/// <summary>What the rows of a timeline have in common: one parameter of each instead of six.</summary>
/// <param name="Author">The name of the other side.</param>
/// <param name="AsTyped">Whether texts are shown without Markdown.</param>
/// <param name="Details">The person wants to know the way of a message.</param>
/// <param name="Retry">The person wants a failed message sent again.</param>
/// <param name="Jump">The person wants to see the message that another one answers.</param>
/// <param name="React">The person clicked an emoji under a message.</param>
public sealed record RowContext(
    string Author, bool AsTyped = false, EventCallback<Message> Details = default, EventCallback<Message> Retry = default, EventCallback<Guid> Jump = default,
    EventCallback<ReactionChoice> React = default);
