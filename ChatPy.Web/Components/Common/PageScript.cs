using Microsoft.JSInterop;

namespace ChatPy.Web.Components.Common;

/// <summary>
/// The script beside a component, for what the browser must do itself. It exports <c>attach(owner, …)</c>, which returns an object with
/// <c>dispose()</c> and whatever else the component calls.
/// </summary>
internal sealed class PageScript<TOwner>(IJSRuntime js, TOwner owner) : IAsyncDisposable
    where TOwner : class
{
    private readonly DotNetObjectReference<TOwner> _owner = DotNetObjectReference.Create(owner);
    private IJSObjectReference? _module;
    private IJSObjectReference? _attached;
    private bool _isGone;

    public async Task AttachAsync(string path, params object?[] arguments)
    {
        try
        {
            _module = await js.InvokeAsync<IJSObjectReference>("import", path);
            if (_isGone) { await ReleaseAsync(); return; }
            _attached = await _module.InvokeAsync<IJSObjectReference>("attach", [_owner, .. arguments]);
            if (_isGone) { await ReleaseAsync(); }
        }
        catch (Exception closed) when (closed is JSDisconnectedException or OperationCanceledException or ObjectDisposedException) { }
    }

    public async Task CallAsync(string function, params object?[] arguments)
    {
        try
        {
            if (_attached is { } attached) { await attached.InvokeVoidAsync(function, arguments); }
        }
        catch (Exception closed) when (closed is JSDisconnectedException or OperationCanceledException) { }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isGone) { return; }
        _isGone = true;
        await ReleaseAsync();
        _owner.Dispose();
    }

    private async Task ReleaseAsync()
    {
        (IJSObjectReference? attached, IJSObjectReference? module) = (_attached, _module);
        (_attached, _module) = (null, null);
        try
        {
            if (attached is not null)
            {
                await attached.InvokeVoidAsync("dispose");
                await attached.DisposeAsync();
            }

            if (module is not null) { await module.DisposeAsync(); }
        }
        catch (Exception closed) when (closed is JSDisconnectedException or OperationCanceledException) { }
    }
}
