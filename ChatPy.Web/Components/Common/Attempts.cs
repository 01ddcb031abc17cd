using ChatPy.Web.Resources;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatPy.Web.Components.Common;

/// <summary>Runs what a person asked for; a failure is said and logged, and does not tear the page down.</summary>
public sealed class Attempts(ISnackbar snackbar, IStringLocalizer<Words> words, ILogger<Attempts> logger)
{
    /// <summary>Whether <paramref name="command"/> went through.</summary>
    public async Task<bool> TryAsync(Func<Task> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            await command();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception failure)
        {
            logger.CommandFailed(failure);
            snackbar.Add(words["Failed_Command"], Severity.Error);
            return false;
        }
    }
}
