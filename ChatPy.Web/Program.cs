using ChatPy.Transport;
using ChatPy.Web.Chat;
using ChatPy.Web.Components;
using ChatPy.Web.Components.Settings;
using ChatPy.Web.Echo;
using ChatPy.Web.Hosting;
using ChatPy.Web.Storage;
using Microsoft.AspNetCore.Builder;

IReadOnlyList<string> pageUrls = [];
try
{
    WebApplicationBuilder builder = PageHost.CreateBuilder(args);
    pageUrls = PageUrls.Read(builder.Configuration);
    var settings = new SettingsCheck(args, builder.Configuration, typeof(TransportOptions), typeof(ChatOptions));

    builder.Services.AddChatPyTransport().AddChatPyStorage().AddChat().AddEcho().AddChatPyPage();
    builder.Services.AddSingleton(static services => new DataPlace(services.GetRequiredService<DataDirectory>().Path));
    builder.AddPageHost(static services => services.GetRequiredService<DataDirectory>().Path);

    await using WebApplication app = builder.Build();
    settings.ThrowIfWrong(app.Services);
    if (RestoreCommand.RunIfAsked(app.Services)) { return 0; }

    Task opened = app.Services.OpenChatPyStorageAsync();
    app.UseMiddleware<LocalRequestsOnly>(ConnectionOwner.OfThisProcess());
    app.UseMiddleware<SecurityHeaders>();
    app.UseChatPyPage();
    app.MapChatPyPage();
    app.MakeEndpoints();

    await opened;
    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartFailure.Explain(failure, pageUrls) is { } explanation)
{
    await Console.Error.WriteLineAsync($"ChatPy cannot start.\n{explanation}");
    return StartFailure.ExitCode;
}
