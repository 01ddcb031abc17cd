namespace ChatPy.Web.Chat;

/// <content>The first start.</content>
internal sealed partial class ChatService
{
    /// <summary>The stored setting that says that the first steps are done.</summary>
    public const string FirstStepsSetting = "first-steps";

    /// <inheritdoc/>
    public async Task EndFirstStepsAsync(CancellationToken cancellationToken = default)
    {
        await messages.SaveSettingAsync(FirstStepsSetting, "done", cancellationToken);
        chat.Apply(snapshot => snapshot with { Self = snapshot.Self with { NeedsFirstSteps = false } });
    }
}
