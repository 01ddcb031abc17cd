using ChatPy.Web.Chat;
using ChatPy.Web.Resources;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatPy.Web.Components.Common;

/// <summary>Runs what a person asked for; a failure is said and logged, and does not tear the page down.</summary>
public sealed class Attempts(ISnackbar snackbar, IStringLocalizer<Words> words, ILogger<Attempts> logger)
{
    /// <summary>Shorter than <see cref="ChatLimits.UndoTime"/>: what is offered can be done.</summary>
    private static readonly TimeSpan s_undoTime = TimeSpan.FromSeconds(8);

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

    /// <summary>Says what was done, and takes it back if the person wants that within the time that it is said.</summary>
    /// <param name="said">What was done.</param>
    /// <param name="undo">Takes it back.</param>
    /// <param name="isOfThisPlace">Whether nobody knows any more, elsewhere on the page, what it was done to.</param>
    public void OfferUndo(string said, Func<Task> undo, bool isOfThisPlace = false) => snackbar.Add(said, Severity.Normal, options =>
    {
        options.HideIcon = true;
        options.Action = words["Undo"];
        options.ActionColor = Color.Inherit;
        options.RequireInteraction = false;
        options.CloseAfterNavigation = isOfThisPlace;
        options.VisibleStateDuration = (int)s_undoTime.TotalMilliseconds;
        options.OnClick = _ => TryAsync(undo);
    });
}
