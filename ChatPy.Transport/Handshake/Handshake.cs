using System.Buffers;
using System.IO.Pipelines;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;
using Google.Protobuf;

namespace ChatPy.Transport.Handshake;

/// <summary>HELLO and WELCOME, both ways, over a pair of pipes whose other end is known. docs/protocol.md §2.2.</summary>
/// <remarks>
/// TLS 1.3 tells a client "done" before the server has looked at its certificate, so nothing counts before WELCOME.
/// </remarks>
internal sealed class Handshake(IPeerTrust trust, SessionRegistry registry)
{
    /// <summary>The newest version this program speaks.</summary>
    public const uint Version = 1;

    private const int InstanceBytes = 16;

    /// <summary>Runs the handshake. A peer that is not wanted is a result; a peer that breaks the rules is an exception.</summary>
    /// <exception cref="ProtocolException">The peer broke the protocol.</exception>
    /// <exception cref="IOException">The connection broke, or ended too early.</exception>
    public async Task<HandshakeResult> RunAsync(IDuplexPipe pipe, PeerId peer, bool dialledByUs, Hello hello, CancellationToken cancellationToken)
    {
        await SendAsync(pipe.Output, new Envelope { Hello = hello }, cancellationToken);
        Envelope first = await ReadAsync(pipe.Input, cancellationToken);
        if (first.KindCase == Envelope.KindOneofCase.Goodbye) { return Refused(first.Goodbye); }

        Hello theirs = Check(first);
        if (trust.IsBlocked(peer))
        {
            await SayGoodbyeAsync(pipe.Output, Goodbye.Types.Reason.Refused, cancellationToken);
            return new HandshakeResult(HandshakeOutcome.Blocked);
        }

        if (registry.TryClaim(peer, dialledByUs) is not SessionClaim claim)
        {
            await SayGoodbyeAsync(pipe.Output, Goodbye.Types.Reason.Duplicate, cancellationToken);
            return new HandshakeResult(HandshakeOutcome.Duplicate);
        }

        try
        {
            await SendAsync(pipe.Output, new Envelope { Welcome = new Welcome() }, cancellationToken);
            Envelope answer = await ReadAsync(pipe.Input, cancellationToken);
            if (answer.KindCase == Envelope.KindOneofCase.Goodbye)
            {
                claim.Dispose();
                return Refused(answer.Goodbye);
            }

            if (answer.KindCase != Envelope.KindOneofCase.Welcome) { throw Unexpected(answer, "WELCOME"); }

            registry.Confirm(claim);
            return new HandshakeResult(HandshakeOutcome.Established, claim, theirs);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static Hello Check(Envelope first)
    {
        if (first.KindCase != Envelope.KindOneofCase.Hello) { throw Unexpected(first, "HELLO"); }

        Hello hello = first.Hello;
        return hello.Version == 0 ? throw new ProtocolException(ProtocolError.InvalidField, "HELLO names no version.")
            : hello.ListeningPort > 65535 ? throw new ProtocolException(ProtocolError.InvalidField, $"HELLO names port {hello.ListeningPort}.")
            : hello.Instance.Length != InstanceBytes ? throw new ProtocolException(ProtocolError.InvalidField, $"HELLO's instance has {hello.Instance.Length} bytes, not {InstanceBytes}.")
            : hello;
    }

    private static HandshakeResult Refused(Goodbye goodbye) => new(goodbye.Reason == Goodbye.Types.Reason.Duplicate ? HandshakeOutcome.Duplicate : HandshakeOutcome.RefusedByPeer);

    private static ProtocolException Unexpected(Envelope envelope, string wanted) =>
        new(ProtocolError.UnexpectedEnvelope, $"{envelope.KindCase} where {wanted} must come.");

    private static Task SayGoodbyeAsync(PipeWriter output, Goodbye.Types.Reason reason, CancellationToken cancellationToken) =>
        SendAsync(output, new Envelope { Goodbye = new Goodbye { Reason = reason } }, cancellationToken);

    private static async Task SendAsync(PipeWriter output, Envelope envelope, CancellationToken cancellationToken)
    {
        EnvelopeCodec.Write(output, envelope);
        await output.FlushAsync(cancellationToken);
    }

    // Reads exactly one envelope; what follows it stays in the pipe for the session.
    private static async Task<Envelope> ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (EnvelopeCodec.TryRead(ref buffer, out Envelope envelope))
            {
                input.AdvanceTo(buffer.Start);
                return envelope;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) { throw new IOException("The connection ended during the handshake."); }
        }
    }

    /// <summary>What tells this process from another of the same key: 16 random bytes.</summary>
    public static ByteString NewInstance() => ByteString.CopyFrom(System.Security.Cryptography.RandomNumberGenerator.GetBytes(InstanceBytes));
}
