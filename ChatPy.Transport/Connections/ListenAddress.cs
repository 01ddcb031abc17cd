using System.Net;

namespace ChatPy.Transport.Connections;

/// <summary>The setting <c>ChatPy:ListenAddress</c>: <c>any</c>, or one IP address.</summary>
internal static class ListenAddress
{
    public static bool IsAny(string value) => string.IsNullOrWhiteSpace(value) || value.Trim() is "any" or "*" or "::" or "0.0.0.0";

    public static bool IsValid(string value) => IsAny(value) || IPAddress.TryParse(value, out _);
}
