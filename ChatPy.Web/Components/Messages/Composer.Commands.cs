using ChatPy.Web.Chat;
using ChatPy.Web.Components.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ChatPy.Web.Components.Messages;

/// <summary>The commands that need more than the text box; wwwroot/composer/commands.js knows the others.</summary>
public partial class Composer
{
    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>Does what <c>/name argument</c> asks for; a sentence for the person if that failed.</summary>
    [JSInvokable]
    public async Task<string?> RunCommandAsync(string name, string argument)
    {
        try
        {
            return name switch
            {
                "nick" => await RenameAsync(argument),
                "connect" => await ConnectAsync(argument),
                _ => throw new ArgumentException($"No command {name}.", nameof(name)),
            };
        }
        catch (Exception failure)
        {
            Logger.CommandFailed(failure);
            return Words["Failed_Command"];
        }
    }

    private async Task<string?> RenameAsync(string name)
    {
        if (new System.Globalization.StringInfo(name).LengthInTextElements > ChatLimits.MaxNicknameLength) { return Words["Command_NameTooLong", ChatLimits.MaxNicknameLength]; }

        await Chat.RenameAsync(name);
        return null;
    }

    private async Task<string?> ConnectAsync(string address) => Navigation.Open(await Chat.ConnectAsync(address), address, Words);
}
