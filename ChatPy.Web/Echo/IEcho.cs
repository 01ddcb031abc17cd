using System.Globalization;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Echo;

/// <summary>Somebody to practise with, for a person who is alone: a program inside this process that answers every line.</summary>
public interface IEcho
{
    /// <summary>Starts it if need be, and dials it as any other plain peer. Who does has taken the first steps.</summary>
    /// <param name="language">What it is to speak from now on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ConnectResult> ConnectAsync(CultureInfo language, CancellationToken cancellationToken = default);
}
