using System.Buffers;
using System.Text;

namespace ChatPy.Transport.Plain;

/// <summary>
/// Cuts what a plain peer sends into messages, and learns from it how this peer ends them. Pure: no I/O, no clock; whoever reads the
/// socket says when the peer has fallen silent. Holds one message at most. docs/protocol.md §5.
/// </summary>
internal sealed class DialectReader
{
    /// <summary>A longer line comes in pieces, cut between characters.</summary>
    public const int MaxMessageBytes = 8 * 1024;

    /// <summary>More than this without an end is no chat.</summary>
    public const int MaxLineBytes = 64 * 1024;

    // One byte more than a message: the \r of a line that just fits.
    private readonly byte[] _pending = new byte[MaxMessageBytes + 1];
    private int _length;
    private int _lineBytes;
    private bool _isFixed;
    private bool _hasNewline;

    /// <summary>What is known so far.</summary>
    public Dialect Dialect { get; private set; }

    /// <summary>The bytes of a message whose end has not come. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Pending => _pending.AsMemory(0, _length);

    /// <summary>Silence ends a message, a long one also of a peer that sends lines (a question without newline waits for its answer), unless a person said otherwise.</summary>
    public bool EndsBySilence => !(_isFixed && Dialect is Dialect.Lines);

    /// <summary>A newline is what the message that has begun most likely waits for: only a long silence ends it.</summary>
    public bool ExpectsNewline => Dialect is Dialect.Lines || (Dialect is Dialect.Unknown && _hasNewline);

    /// <summary>More than <see cref="MaxLineBytes"/> came without an end. Nothing is read any more.</summary>
    public bool HasOverflowed => _lineBytes > MaxLineBytes;

    private bool EndsByNewline => !(_isFixed && Dialect is Dialect.Chunks);

    private int ContentLength => _length > 0 && _pending[_length - 1] == '\r' ? _length - 1 : _length;

    /// <summary>A person knows better. <see cref="Dialect.Unknown"/> learns again from here on.</summary>
    public void Override(Dialect dialect)
    {
        Dialect = dialect;
        _isFixed = dialect is not Dialect.Unknown;
    }

    /// <summary>Takes bytes off the front of <paramref name="arrived"/> until a message is whole or all are taken.</summary>
    public bool TryRead(ref ReadOnlySequence<byte> arrived, out PlainMessage message)
    {
        while (!arrived.IsEmpty && !HasOverflowed)
        {
            int room = _pending.Length - _length;
            ReadOnlySequence<byte> next = arrived.Slice(0, Math.Min(arrived.Length, room + 1));

            if (EndsByNewline && next.PositionOf((byte)'\n') is { } newline)
            {
                Take(ref arrived, newline);
                if (HasOverflowed) { break; }
                if (TryCut(out message)) { return true; }

                arrived = arrived.Slice(1);
                _hasNewline = true;
                if (!_isFixed && Dialect is not Dialect.Lines && EndsWithNewline(arrived)) { Dialect = Dialect.Lines; }
                if (TryFinish(0, out message)) { return true; }
            }
            else if (next.Length <= room)
            {
                Take(ref arrived, next.End);
            }
            else
            {
                Take(ref arrived, arrived.GetPosition(room));
                if (!HasOverflowed) { return Cut(out message); }
            }
        }

        message = default;
        return false;
    }

    /// <summary>The peer has been silent: gives what it said, if silence ends its messages. Call until false.</summary>
    public bool TryEndBySilence(out PlainMessage message)
    {
        message = default;
        if (!EndsBySilence || HasOverflowed) { return false; }
        if (TryCut(out message)) { return true; }

        // A script that cuts its text anywhere may pause inside a character; the rest comes with what it sends next.
        if (!TryFinish(Utf8.UnfinishedTail(Pending.Span), out message)) { return false; }

        if (Dialect is Dialect.Unknown) { Dialect = Dialect.Chunks; }
        return true;
    }

    /// <summary>The stream is over: gives what was left, whatever the dialect. Call until false.</summary>
    public bool TryEnd(out PlainMessage message)
    {
        message = default;
        return !HasOverflowed && (TryCut(out message) || TryFinish(0, out message));
    }

    // A newline inside of what is sent at once is part of a text; only one at its end says that lines end so. Of what was before it, nothing is left.
    private static bool EndsWithNewline(ReadOnlySequence<byte> rest) =>
        rest.IsEmpty || (new SequenceReader<byte>(rest.Slice(rest.Length - 1)).TryPeek(out byte last) && last == (byte)'\n');

    private void Take(ref ReadOnlySequence<byte> arrived, SequencePosition end)
    {
        ReadOnlySequence<byte> taken = arrived.Slice(0, end);
        taken.CopyTo(_pending.AsSpan(_length));
        _length += (int)taken.Length;
        _lineBytes += (int)taken.Length;
        arrived = arrived.Slice(end);
    }

    private bool TryCut(out PlainMessage piece)
    {
        piece = default;
        return ContentLength > MaxMessageBytes && Cut(out piece);
    }

    private bool Cut(out PlainMessage piece)
    {
        int cut = Utf8.CutWithin(Pending.Span, MaxMessageBytes);
        piece = new PlainMessage(Encoding.UTF8.GetString(_pending, 0, cut), Continues: true);
        KeepFrom(cut);
        return true;
    }

    private bool TryFinish(int unfinished, out PlainMessage message)
    {
        string text = Encoding.UTF8.GetString(_pending, 0, _length - unfinished).TrimEnd('\r', '\n');
        KeepFrom(_length - unfinished);
        _lineBytes = _length;
        message = new PlainMessage(text, Continues: false);
        return text.Length > 0;
    }

    private void KeepFrom(int start)
    {
        _pending.AsSpan(start, _length - start).CopyTo(_pending);
        _length -= start;
    }
}
