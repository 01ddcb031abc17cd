using ChatPy.Transport;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Integration.Storage;

public sealed class StorageServiceCollectionExtensionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpy-services-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AddChatPyStorage_TwoProcessesOnOneFolder_TheSecondCannotStartUntilTheFirstEnds()
    {
        await using (ServiceProvider first = Services())
        {
            await first.GetRequiredService<IMessageStore>().SaveSettingAsync("nickname", "Ada", TestContext.Current.CancellationToken);
            await using ServiceProvider second = Services();
            Assert.Throws<StartException>(second.GetRequiredService<IMessageStore>);
        }

        await using ServiceProvider third = Services();
        StoredChat chat = await third.GetRequiredService<IMessageStore>().LoadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Ada", chat.Settings["nickname"]);
        Assert.Same(third.GetRequiredService<IMessageStore>(), third.GetRequiredService<SqliteMessageStore>());
    }

    private ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .Configure<ChatOptions>(options => options.DataDirectory = _folder.FullName)
        .AddChatPyStorage()
        .BuildServiceProvider();
}
