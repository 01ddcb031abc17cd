using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Settings;
using ChatPy.Web.Export;
using Microsoft.AspNetCore.Components.Forms;

namespace ChatPy.Tests.Components.Settings;

public sealed class SavedFilesTests : PageTest
{
    [Theory]
    [InlineData("en-GB", "132 messages imported, 10 were already there, 1 could not be used, in 2 conversations.")]
    [InlineData("fr-FR", "132 messages importés, 10 y étaient déjà, 1 inutilisable, dans 2 conversations.")]
    public async Task Import_AFile_SaysWhatWasDone(string culture, string expected)
    {
        Speak(culture);
        Chat.OnImport = _ => new ImportReport(132, 10, 1, 2, null);
        IRenderedComponent<SavedFiles> page = Render<SavedFiles>();

        Choose(page, await SavedText.OfAsync(Sample.Direct("Léa"), [Sample.Theirs(1, "hello")]));

        page.WaitForAssertion(() => Assert.Equal(expected, Result(page)));
        Assert.Equal("hello", Assert.Single(Chat.Imported)!.Text);
        Assert.False(page.Hook("import").HasAttribute("disabled"));
        Assert.Null(page.Hook("import-result").GetAttribute("data-reason"));
    }

    [Fact]
    public void Import_SomethingElse_SaysWhatToDo()
    {
        Chat.OnImport = _ => new ImportReport(0, 0, 0, 0, null);
        IRenderedComponent<SavedFiles> page = Render<SavedFiles>();

        Choose(page, "Dear diary");

        page.WaitForAssertion(() => Assert.Equal("notours", page.Hook("import-result").GetAttribute("data-reason")));
        Assert.StartsWith("This is not a file that ChatPy saved. Choose one", Result(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_ADamagedFile_SaysAlsoWhatCameBack()
    {
        Chat.OnImport = _ => new ImportReport(1, 0, 0, 1, ImportFailure.Damaged);
        IRenderedComponent<SavedFiles> page = Render<SavedFiles>();

        Choose(page, "");

        page.WaitForAssertion(() => Assert.EndsWith("1 message imported, in 1 conversation.", Result(page), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_AFileThatIsTooLarge_IsNotEvenOpened()
    {
        IRenderedComponent<SavedFiles> page = Render<SavedFiles>();

        await page.InvokeAsync(() => page.FindComponent<InputFile>().Instance.OnChange.InvokeAsync(new InputFileChangeEventArgs([new HugeFile()])));

        Assert.Equal("The file is larger than 256 MB. Save the conversations one by one, and import these files.", Result(page));
        Assert.DoesNotContain("import", Chat.Calls);
    }

    [Fact]
    public void Import_FailsForAnotherReason_ThePageStandsAndAnotherFileCanBeChosen()
    {
        Chat.Failure = new IOException("The file went away.");
        IRenderedComponent<SavedFiles> page = Render<SavedFiles>();

        Choose(page, "x");

        page.WaitForAssertion(() => Assert.Contains("import", Chat.Calls));
        page.WaitForAssertion(() => Assert.False(page.Hook("import").HasAttribute("disabled")));
    }

    [Fact]
    public void SaveEverything_IsALinkToAllConversations()
    {
        IRenderedComponent<SettingsPane> page = Render<SettingsPane>();

        Assert.Equal("export.json", page.Hook("export-all").GetAttribute("href"));
        Assert.NotNull(page.Hook("import"));
    }

    private static void Choose(IRenderedComponent<SavedFiles> page, string text) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, "saved.json"));

    private static string Result(IRenderedComponent<SavedFiles> page) => page.Hook("import-result").TextContent.Trim();

    private sealed class HugeFile : IBrowserFile
    {
        public string Name => "huge.json";

        public DateTimeOffset LastModified => Sample.Now;

        public long Size => JsonImport.MaxFileBytes + 1;

        public string ContentType => "application/json";

        public Stream OpenReadStream(long maxAllowedSize = 512000, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Nobody may open it.");
    }
}
