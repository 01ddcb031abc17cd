using System.Net;
using System.Net.Sockets;
using ChatPy.Web.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A page that dials faster than a person would.</summary>
public sealed class DialLimitTests : NodeTest
{
    private readonly FakeTimeProvider _time = new();

    protected override void Change(IServiceCollection services) => services.AddSingleton<TimeProvider>(_time);

    [Fact]
    public async Task Connect_MoreThanThirtyTimesAMinute_IsTooOftenUntilSomeTimeHasPassed()
    {
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));   // and does not listen
        string address = nobody.LocalEndPoint!.ToString()!;

        for (int i = 0; i < 30; i++) { Assert.Equal(ConnectFailure.Refused, await ConnectAsync(address)); }
        Assert.Equal(ConnectFailure.TooOften, await ConnectAsync(address));
        Assert.Equal(ConnectFailure.Invalid, await ConnectAsync("10.2"));   // what is dialled nowhere costs nothing

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(ConnectFailure.Refused, await ConnectAsync(address));
        Assert.Equal(ConnectFailure.TooOften, await ConnectAsync(address));
    }

    private async Task<ConnectFailure?> ConnectAsync(string address) => (await Node.Chat.ConnectAsync(address, cancellationToken: Token)).Failure;
}
