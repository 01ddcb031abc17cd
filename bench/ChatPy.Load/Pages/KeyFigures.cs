namespace ChatPy.Load.Pages;

/// <summary>How soon a page answers to keys, in milliseconds.</summary>
internal sealed class KeyFigures
{
    private const int LettersToOnePalette = 3;

    /// <summary>From a key to its letter in the composer: the browser alone.</summary>
    public Spread Letters { get; } = new();

    /// <summary>From a key to what the process answered to it, drawn.</summary>
    public Spread Answers { get; } = new();

    /// <summary>Once for nothing: what was never used before is loaded and compiled.</summary>
    public static Task WarmUpAsync(PageProbe page) => new KeyFigures().PressAsync(page);

    /// <summary>Presses some keys of both kinds.</summary>
    public async Task PressAsync(PageProbe page)
    {
        for (int letter = 0; letter < LettersToOnePalette; letter++) { Letters.Add(await page.TypeLetterAsync()); }
        Answers.Add(await page.OpenPaletteAsync());
    }
}
