namespace ChatPy.Transport;

/// <summary>
/// The process cannot start, or a service of it, until a person changes something. The message is written for that person: what is
/// wrong, and which setting or command mends it. The host prints it without a stack trace and exits with code 2.
/// </summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
