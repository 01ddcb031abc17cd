using ChatPy.Transport;
using ChatPy.Web.Chat;
using ChatPy.Web.Hosting;
using Microsoft.AspNetCore.Builder;

IReadOnlyList<string> pageUrls = [];
try
{
    WebApplicationBuilder builder = PageHost.CreateBuilder(args);
    pageUrls = PageUrls.Read(builder.Configuration);
    var settings = new SettingsCheck(args, builder.Configuration, typeof(TransportOptions), typeof(ChatOptions));

    // JOIN: builder.Services.AddChatPyTransport().AddChatPyStorage().AddChat().AddChatPyPage();
    builder.Services.AddSingleton<ChatStore>();   // JOIN: goes, AddChat brings it
    builder.AddPageHost(static services => services.GetRequiredService<IConfiguration>()["ChatPy:DataDirectory"]!);   // JOIN: DataDirectory.Path

    await using WebApplication app = builder.Build();
    settings.ThrowIfWrong(app.Services);

    app.UseMiddleware<LocalRequestsOnly>();
    app.UseMiddleware<SecurityHeaders>();
    // JOIN: app.UseAntiforgery(); app.MapStaticAssets(); app.MapChatPyPage();

    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartFailure.Explain(failure, pageUrls) is { } explanation)
{
    await Console.Error.WriteLineAsync($"ChatPy cannot start.\n{explanation}");
    return StartFailure.ExitCode;
}
