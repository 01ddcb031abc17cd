using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Dom;
using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Components.Settings;

public sealed partial class SettingsTests : PageTest
{
    private static readonly string[] s_shipped = ["ChatPy.Web", "ChatPy.Transport"];

    [GeneratedRegex(@"(?<name>\w+): \{ choices: \[(?<choices>[^\]]+)\]")]
    private static partial Regex Look();

    [Fact]
    public void Settings_EveryChoice_IsOneThatTheScriptKnows()
    {
        Dictionary<string, string[]> known = Look().Matches(File.ReadAllText(Path.Combine(Sources.Web, "wwwroot", "look.js"))).ToDictionary(
            look => look.Groups["name"].Value, look => look.Groups["choices"].Value.Replace("'", "", StringComparison.Ordinal).Split(", "));

        IRenderedComponent<SettingsPane> page = Render<SettingsPane>();

        foreach (IGrouping<string, IElement> choice in page.FindAll("input[type='radio']").GroupBy(radio => radio.GetAttribute("data-look")!))
        {
            Assert.Equal(known[choice.Key].Order(), choice.Select(radio => radio.GetAttribute("value")!).Order());
        }

        IElement size = page.Hook("size");
        Assert.All(Enumerable.Range(0, 7), step => Assert.Contains($"{90 + (10 * step)}", known["size"]));
        Assert.Equal(("90", "150", "10"), (size.GetAttribute("min"), size.GetAttribute("max"), size.GetAttribute("step")));
    }

    [Theory]
    [InlineData("en-GB", "High contrast")]
    [InlineData("fr-FR", "Contraste élevé")]
    public void Settings_InBothLanguages_HaveWords(string culture, string contrast)
    {
        Speak(culture);

        IRenderedComponent<SettingsPane> page = Render<SettingsPane>();

        Assert.Equal(contrast, page.Find("[data-testid='contrast'] legend").TextContent);
        Assert.DoesNotContain("Look_", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void About_TellsTheVersionTheKeyAndWhereTheDataLies()
    {
        Store.Apply(snapshot => snapshot with { Self = new Self(Sample.Me, "ada", [], []) });

        IRenderedComponent<AboutChatPy> page = Render<AboutChatPy>();

        Assert.Matches(@"^\d+\.\d+\.\d+", page.Hook("version").TextContent);
        Assert.Contains(Sample.Me.ToFingerprint(), page.Markup, StringComparison.Ordinal);
        Assert.Equal("/home/lea/.local/share/chatpy", page.Hook("data-directory").TextContent);
    }

    [Fact]
    public void About_NamesEveryPackageThatIsShipped()
    {
        IEnumerable<string> shipped = s_shipped
            .SelectMany(project => XDocument.Load(Path.Combine(Repository.Root, project, project + ".csproj")).Descendants("PackageReference"))
            .Where(package => package.Attribute("PrivateAssets") is null && package.Element("PrivateAssets") is null)
            .Select(package => package.Attribute("Include")!.Value);

        Assert.Empty(shipped.Except(Part.All.Select(part => part.Name)));
    }

    [Fact]
    public void Settings_ByTheirAddress_StandBesideTheList()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("settings");
        IRenderedComponent<Web.Components.Pages.ChatPage> page = Render<Web.Components.Pages.ChatPage>();

        Assert.NotNull(page.Hook("settings-pane"));
        Assert.Equal("settings", page.Find(".shell").GetAttribute("data-pane"));
        Assert.Equal("", page.Find("[data-testid='settings-pane'] [data-testid='back']").GetAttribute("href"));
    }
}
