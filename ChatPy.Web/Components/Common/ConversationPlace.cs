using ChatPy.Transport.Connections;
using ChatPy.Web.Chat;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ChatPy.Web.Components.Common;

/// <summary>Where conversations stand in the page.</summary>
internal static class ConversationPlace
{
    /// <summary>Opens a conversation.</summary>
    public static void Open(this NavigationManager navigation, ConversationId conversation) => navigation.NavigateTo($"c/{conversation}");

    /// <summary>What scripts read in <c>data-reason</c>, docs/architecture.md: who dialled too often may try again in a moment, as where somebody is busy.</summary>
    public static string ToReason(this ConnectFailure failure) => (failure == ConnectFailure.TooOften ? ConnectFailure.Busy : failure).ToString().ToLowerInvariant();

    /// <summary>Opens what was dialled.</summary>
    /// <returns>Why that cannot be and what to do, in words; nothing if it is open.</returns>
    public static string? Open(this NavigationManager navigation, ConnectResult result, string address, IStringLocalizer words)
    {
        if (result.Conversation is { } conversation) { navigation.Open(conversation); }
        return result.Failure is { } failure ? $"{words[$"Connect_{failure}", address]} {words.AdviceOn(failure, address)}" : null;
    }

    /// <summary>What to do when an address could not be dialled, in words.</summary>
    public static string AdviceOn(this IStringLocalizer words, ConnectFailure failure, string address) =>
        words[$"Connect_{failure}_Next", PeerAddress.TryParse(address, ChatService.DefaultPort, out PeerAddress? dialled) ? dialled.Port : ChatService.DefaultPort];
}
