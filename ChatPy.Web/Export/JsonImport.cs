using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Export;

/// <summary>
/// Reads what <see cref="JsonExport"/> wrote, of one conversation or of all, message by message: never more of the file is in memory than
/// <see cref="MaxValueBytes"/>. What stands in it is believed of nobody: whatever is no message is passed over, whatever is no such file ends it.
/// </summary>
internal sealed class JsonImport
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const long MaxFileBytes = 256 * 1024 * 1024;

    /// <summary>The longest message, in bytes: one of <see cref="ChatLimits.MaxTextBytes"/>, all of it escaped, has room twice.</summary>
    private const int MaxValueBytes = 256 * 1024;

    private const int MaxDepth = 16;

    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
    private bool _isOurs;
    private bool _isAmongMessages;
    private PeerId? _me;
    private SavedConversation? _conversation;

    private ImportFailure Broken => _isOurs ? ImportFailure.Damaged : ImportFailure.NotOurs;

    /// <summary>The messages of a file in its order; nothing for what is none.</summary>
    /// <exception cref="ImportException">The rest cannot be read.</exception>
    public static async IAsyncEnumerable<SavedMessage?> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var reader = new JsonImport();
        try
        {
            for (bool isEnd = false; !isEnd;)
            {
                ReadResult read = await pipe.ReadAsync(cancellationToken);
                ReadOnlySequence<byte> rest = read.Buffer;
                while (reader.TryRead(ref rest, read.IsCompleted, out SavedMessage? message)) { yield return message; }

                if (rest.Length > MaxValueBytes) { throw new ImportException(reader.Broken); }
                isEnd = read.IsCompleted;
                pipe.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally { await pipe.CompleteAsync(); }

        if (!reader._isOurs) { throw new ImportException(ImportFailure.NotOurs); }
    }

    /// <summary>Takes what comes off the front of <paramref name="buffer"/>, up to the next message.</summary>
    /// <returns>False if more bytes are needed for that, or there is none.</returns>
    /// <exception cref="ImportException">The rest cannot be read.</exception>
    internal bool TryRead(ref ReadOnlySequence<byte> buffer, bool isEnd, out SavedMessage? message)
    {
        var reader = new Utf8JsonReader(buffer, isEnd, _state);
        message = null;
        bool isFound = false;
        try
        {
            while (!isFound && TryStep(ref reader, ref isFound, ref message)) { }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException) { throw new ImportException(Broken); }

        _state = reader.CurrentState;
        buffer = buffer.Slice(reader.Position);
        return isFound;
    }

    // One value, or the beginning or end of what holds others. What is not there as a whole is left where it stands.
    private bool TryStep(ref Utf8JsonReader reader, ref bool isFound, ref SavedMessage? message)
    {
        Utf8JsonReader before = reader;
        if (!reader.Read()) { return false; }
        if (_isAmongMessages && reader.TokenType == JsonTokenType.EndArray)
        {
            (_isAmongMessages, _conversation) = (false, null);
            return true;
        }

        if (_isAmongMessages || reader.TokenType == JsonTokenType.PropertyName)
        {
            Utf8JsonReader value = reader;
            bool opens = !_isAmongMessages && (reader.ValueTextEquals("messages") || reader.ValueTextEquals("conversations"));
            if (opens ? !reader.Read() : !reader.TrySkip())
            {
                reader = before;
                return false;
            }

            if (opens) { Open(value.ValueTextEquals("messages"), reader.TokenType); }
            else if (_isAmongMessages) { (isFound, message) = (true, SavedJson.ReadMessage(ref value, _conversation)); }
            else { Take(ref value); }
        }

        return true;
    }

    private void Open(bool isMessages, JsonTokenType token)
    {
        if (!_isOurs || token != JsonTokenType.StartArray) { throw new ImportException(Broken); }
        _isAmongMessages = isMessages;
        // Version 1 names the machine after the conversation.
        if (isMessages) { _conversation = _me is { } me && _conversation is { } said ? said with { Me = me } : null; }
    }

    private void Take(ref Utf8JsonReader property)
    {
        string name = property.GetString()!;
        property.Read();
        switch (name)
        {
            case "format": _isOurs = property.TokenType == JsonTokenType.String && property.ValueTextEquals(JsonExport.Format); break;
            case "version" when _isOurs && !(property.TryGetInt32(out int version) && version <= JsonExport.Version): throw new ImportException(ImportFailure.TooNew);
            case "me": _me = SavedJson.ReadPeer(ref property); break;
            case "conversation": _conversation = SavedJson.ReadConversation(ref property); break;
        }
    }
}
