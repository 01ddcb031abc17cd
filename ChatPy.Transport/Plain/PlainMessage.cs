namespace ChatPy.Transport.Plain;

/// <summary>One message as a plain peer sent it, decoded and otherwise untouched.</summary>
/// <param name="Text">Never empty, without the newline that ended it.</param>
/// <param name="Continues">The line was longer than <see cref="DialectReader.MaxMessageBytes"/>: its next piece follows.</param>
internal readonly record struct PlainMessage(string Text, bool Continues);
