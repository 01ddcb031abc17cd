using System.Globalization;
using ChatPy.Web.Chat;
using ChatPy.Web.Echo;

namespace ChatPy.Tests.Components.Support;

/// <content>The first start, and the echo.</content>
internal sealed partial class FakeChat : IEcho
{
    public Task EndFirstStepsAsync(CancellationToken cancellationToken = default) => Note("end first steps");

    Task<ConnectResult> IEcho.ConnectAsync(CultureInfo language, CancellationToken cancellationToken)
    {
        Calls.Add($"echo {language.TwoLetterISOLanguageName}");
        return OnConnect("echo");
    }
}
