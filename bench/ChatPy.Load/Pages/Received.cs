using System.Text.Json;
using Microsoft.Playwright;

namespace ChatPy.Load.Pages;

/// <summary>What a page asked for and got, as the browser counts it: bytes on the wire, headers too, without those of the WebSocket.</summary>
internal sealed class Received
{
    private readonly Lock _gate = new();
    private readonly Uri _origin;
    private readonly List<string> _foreign = [];
    private int _requests;
    private double _bytes, _unpacked;

    private Received(Uri origin) => _origin = origin;

    /// <summary>Requests of other machines; there must be none.</summary>
    public IReadOnlyList<string> Foreign { get { lock (_gate) { return [.. _foreign]; } } }

    /// <summary>Counts from now on.</summary>
    public static async Task<Received> ByAsync(IPage page, Uri origin)
    {
        var received = new Received(origin);
        ICDPSession session = await page.Context.NewCDPSessionAsync(page);
        session.Event("Network.requestWillBeSent").OnEvent += (_, told) => received.Ask(told!.Value.GetProperty("request").GetProperty("url").GetString()!);
        session.Event("Network.webSocketCreated").OnEvent += (_, told) => received.Ask(told!.Value.GetProperty("url").GetString()!);
        session.Event("Network.dataReceived").OnEvent += (_, told) => received.Add(ref received._unpacked, told!.Value, "dataLength");
        session.Event("Network.loadingFinished").OnEvent += (_, told) => received.Add(ref received._bytes, told!.Value, "encodedDataLength");
        await session.SendAsync("Network.enable");
        return received;
    }

    /// <summary>What came since it was asked last.</summary>
    public (int Requests, double Kilobytes, double UnpackedKilobytes) Take()
    {
        lock (_gate)
        {
            (int, double, double) taken = (_requests, _bytes / 1024, _unpacked / 1024);
            (_requests, _bytes, _unpacked) = (0, 0, 0);
            return taken;
        }
    }

    private void Ask(string url)
    {
        var asked = new Uri(url);
        if (asked.Scheme is "data" or "blob") { return; }
        lock (_gate)
        {
            _requests++;
            if (asked.Authority != _origin.Authority) { _foreign.Add(url); }
        }
    }

    private void Add(ref double to, JsonElement told, string name)
    {
        lock (_gate) { to += told.GetProperty(name).GetDouble(); }
    }
}
