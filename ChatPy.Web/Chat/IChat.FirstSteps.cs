namespace ChatPy.Web.Chat;

/// <content>The first start.</content>
public partial interface IChat
{
    /// <summary>The person is through with the first steps, or has skipped them: they are not shown again.</summary>
    Task EndFirstStepsAsync(CancellationToken cancellationToken = default);
}
