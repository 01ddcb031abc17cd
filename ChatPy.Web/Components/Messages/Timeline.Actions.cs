using ChatPy.Web.Chat;
using ChatPy.Web.Components.Common;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace ChatPy.Web.Components.Messages;

/// <content>What a person does to a message.</content>
public sealed partial class Timeline
{
    private RowContext ContextOf(Conversation conversation) => new(conversation.Title, conversation.Kind == ConversationKind.Plain)
    {
        Details = EventCallback.Factory.Create<Message>(this, ShowDetailsAsync),
        Retry = EventCallback.Factory.Create<Message>(this, RetryAsync),
        Jump = EventCallback.Factory.Create<Guid>(this, JumpAsync),
        React = EventCallback.Factory.Create<ReactionChoice>(this, ReactAsync),
    };

    private async Task<ActionAnswer?> ActAsync(MessageAction action)
    {
        if (await FindAsync(action.Message) is not { } message) { return null; }

        switch (action.Name)
        {
            case "react":
                await ReactAsync(new ReactionChoice(message, action.Argument ?? ""));
                break;
            case "delete" when message.IsMine:
                await DeleteAsync(message);
                break;
            case "details":
                await ShowDetailsAsync(message);
                break;
            case "forward":
                await ForwardAsync(message);
                break;
        }

        return new ActionAnswer(message.Text, message.IsMine ? Words["Author_Me"] : Title);
    }

    private async Task<Message?> FindAsync(Guid id) =>
        _window.Messages.FirstOrDefault(message => message.Id == id) ?? (await Chat.ReadAsync(Conversation, [id], Gone)).SingleOrDefault();

    private async Task ReactAsync(ReactionChoice choice) => await Attempts.TryAsync(async () =>
    {
        if (!MessageFold.IsEmoji(choice.Emoji) || choice.Message.IsDeleted) { return; }
        bool isOn = !choice.Message.Reactions.Any(reaction => reaction.Emoji == choice.Emoji && reaction.IsMine);
        Complain(await Chat.SendAsync(Conversation, Draft.Reaction(choice.Message.Id, choice.Emoji, isOn), Gone));
    });

    private async Task DeleteAsync(Message message) => await Attempts.TryAsync(async () =>
    {
        if (message.IsDeleted || Complain(await Chat.SendAsync(Conversation, Draft.Deletion(message.Id), Gone))) { return; }

        // As it was: an edit to the same words leaves no trace.
        Attempts.OfferUndo(Words["Deleted_Done"], async () =>
        {
            if (!Complain(await Chat.SendAsync(Conversation, Draft.Edit(message.Id, message.Text)))) { await JumpAsync(message.Id); }
        }, isOfThisPlace: true);
    });

    private async Task ForwardAsync(Message message) => await Dialogs.ShowAsync<ForwardDialog>(
        Words["Forward_Title"],
        new DialogParameters<ForwardDialog> { { dialog => dialog.Text, message.Text } },
        new DialogOptions { CloseButton = true, CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });

    private async Task ShowDetailsAsync(Message message) => await Attempts.TryAsync(async () =>
    {
        // Read now, and not kept with every message of the snapshot.
        if (await Chat.ReadDetailsAsync(Conversation, message.Id, Gone) is not { } details) { return; }
        await Dialogs.ShowAsync<MessageDetailsDialog>(
            Words["Details_Title"],
            new DialogParameters<MessageDetailsDialog>
            {
                { dialog => dialog.Details, details },
                { dialog => dialog.IsPlain, _conversation?.Kind == ConversationKind.Plain },
            },
            new DialogOptions { CloseButton = true, CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
    });

    private async Task RetryAsync(Message message) => await Attempts.TryAsync(async () =>
    {
        if (Complain(await Chat.RetryAsync(Conversation, message.Id, Gone))) { return; }
        _window = _window.Without(message.Id);   // it may be older than what the snapshot shows
        Arrange();
    });

    // Whether it did not work, which is said.
    private bool Complain(SendResult result)
    {
        if (result == SendResult.Stored) { return false; }
        Snackbar.Add(Words[$"Send_{result}"], Severity.Warning);
        return true;
    }
}
