using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ChatPy.Web.Components.Common;

/// <summary>
/// The script beside a component, for what the browser must do itself. It exports <c>attach(owner, …)</c>, which returns an object with
/// <c>dispose()</c> and whatever else the component calls.
/// </summary>
/// <param name="js">The page.</param>
/// <param name="owner">The component, on which the script calls what is <see cref="JSInvokableAttribute"/>.</param>
internal sealed class PageScript(IJSRuntime js, object owner) : IAsyncDisposable
{
    // In start.js: the script is fetched and attached with one question.
    private const string Attach = "chatpy.attach";

    // Blazor has options of its own for each page, which learn anew what a type looks like and compile methods for it: it gets what these have written.
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly DotNetObjectReference<object> _owner = DotNetObjectReference.Create(owner);
    private IJSObjectReference? _attached;
    private bool _isGone;

    public async Task AttachAsync(string path, params object?[] arguments)
    {
        try
        {
            _attached = await js.InvokeAsync<IJSObjectReference>(Attach, [path, _owner, .. arguments.Select(Written)]);
            if (_isGone) { await ReleaseAsync(); }
        }
        catch (Exception closed) when (closed is JSDisconnectedException or OperationCanceledException or ObjectDisposedException) { }
    }

    public async Task CallAsync(string function, params object?[] arguments)
    {
        try
        {
            if (_attached is { } attached) { await attached.InvokeVoidAsync(function, [.. arguments.Select(Written)]); }
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

    private static object? Written(object? argument) => argument switch
    {
        null or string or bool or int or long or Guid or ElementReference => argument,
        _ => JsonSerializer.SerializeToElement(argument, argument.GetType(), s_json),
    };

    private async Task ReleaseAsync()
    {
        (IJSObjectReference? attached, _attached) = (_attached, null);
        if (attached is null) { return; }
        try
        {
            await attached.InvokeVoidAsync("dispose");
            await attached.DisposeAsync();
        }
        catch (Exception closed) when (closed is JSDisconnectedException or OperationCanceledException) { }
    }
}
