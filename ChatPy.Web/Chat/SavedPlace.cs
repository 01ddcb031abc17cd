using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>Where what a file says of a conversation belongs on this machine.</summary>
/// <param name="Conversation">As it begins, if it is not there yet.</param>
/// <param name="Mine">Who wrote what was mine where it was saved.</param>
/// <param name="Theirs">Who wrote the rest.</param>
internal sealed record SavedPlace(Conversation Conversation, PeerId Mine, PeerId Theirs)
{
    /// <summary>The place; nothing if it would be a conversation of this machine with itself.</summary>
    /// <remarks>
    /// By the key at the other end, and by no id that the file gives: whoever makes one up must not lay a conversation where another's would
    /// begin. A file of another machine of mine, whose key was lost with it, comes to the same people; one that the peer saved is read from its
    /// side. Plain peers have no key, and what is not here any more gets a place that no connection ever comes to. Nobody is accepted.
    /// </remarks>
    public static SavedPlace? Find(SavedConversation saved, ConversationBook book) => saved.Peer is { } peer
        ? FindDirect(saved, peer, book)
        : Plain(FindPlain(saved, book), book.Me);

    private static SavedPlace? FindDirect(SavedConversation saved, PeerId peer, ConversationBook book)
    {
        bool isTheirs = peer == book.Me;
        PeerId other = isTheirs ? saved.Me : peer;
        if (other == book.Me) { return null; }

        Conversation conversation = book.Direct(other, isTheirs ? "" : Nickname.Clean(saved.Title), address: null);
        return isTheirs ? new SavedPlace(conversation, other, book.Me) : new SavedPlace(conversation, book.Me, other);
    }

    private static Conversation FindPlain(SavedConversation saved, ConversationBook book)
    {
        var kept = ConversationId.Plain($"saved {saved.Id}");
        return book.Find(kept) ?? (book.Find(saved.Id) is { Kind: ConversationKind.Plain } known ? known : null) ?? new Conversation
        {
            Id = kept,
            Kind = ConversationKind.Plain,
            GivenName = Nickname.Clean(saved.Title) is { Length: > 0 } title ? title : saved.Id.Value[..8],
        };
    }

    private static SavedPlace Plain(Conversation conversation, PeerId me) => new(conversation, me, Conversation.AuthorOf(conversation.Id));
}
