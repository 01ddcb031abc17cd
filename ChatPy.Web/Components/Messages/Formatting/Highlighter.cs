using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using ColorCode;
using ColorCode.Common;
using ColorCode.Compilation;
using ColorCode.Parsing;

namespace ChatPy.Web.Components.Messages.Formatting;

/// <summary>A piece of code of one colour.</summary>
/// <param name="Text">The code.</param>
/// <param name="Kind">The class of its colour; none for the colour of text.</param>
internal readonly record struct CodePiece(string Text, string? Kind);

/// <summary>Says which parts of code are keywords, names, strings and so on. What is too long, or takes too long, stays in one colour.</summary>
internal static partial class Highlighter
{
    public const int MaxLines = 400;
    public const int MaxLength = 16 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);
    private static readonly LanguageRepository s_languages = new(Languages.All.ToDictionary(static language => language.Id));
    private static readonly BoundedCompiler s_compiler = new();
    private static readonly LanguageParser s_parser = new(s_compiler, s_languages);

    static Highlighter() => s_languages.Load(new PythonLanguage());

    /// <summary>The proper name of a language, if it is a known one.</summary>
    public static string? NameOf(string? language) => Find(language)?.Name;

    public static IReadOnlyList<CodePiece> Highlight(string code, string? language)
    {
        if (Find(language) is not { } known || code.Length > MaxLength || code.AsSpan().Count('\n') >= MaxLines) { return [new CodePiece(code, null)]; }

        var pieces = new List<CodePiece>();
        s_compiler.Compile(known);   // the first code of a language is no slower than the next
        long start = Stopwatch.GetTimestamp();
        try
        {
            s_parser.Parse(code, known, (text, scopes) =>
            {
                if (Stopwatch.GetElapsedTime(start) > s_patience) { throw new TimeoutException(); }
                Add(pieces, text, scopes);
            });
            return pieces;
        }
        catch (Exception stopped) when (stopped is TimeoutException or InvalidOperationException)
        {
            return [new CodePiece(code, null)];
        }
    }

    private static ILanguage? Find(string? language) => string.IsNullOrWhiteSpace(language) ? null : s_languages.FindById(language);

    // Scopes may lie in each other: the inner one paints over the outer one.
    private static void Add(List<CodePiece> pieces, string text, IList<Scope> scopes)
    {
        string?[] kinds = new string?[text.Length];
        Paint(kinds, scopes);
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start + 1;
            while (end < text.Length && kinds[end] == kinds[start]) { end++; }
            if (pieces.Count > 0 && pieces[^1].Kind == kinds[start])
            {
                pieces[^1] = new CodePiece(pieces[^1].Text + text[start..end], kinds[start]);
            }
            else
            {
                pieces.Add(new CodePiece(text[start..end], kinds[start]));
            }
        }
    }

    private static void Paint(string?[] kinds, IList<Scope> scopes)
    {
        foreach (Scope scope in scopes)
        {
            (int from, int to) = (Math.Clamp(scope.Index, 0, kinds.Length), Math.Clamp(scope.Index + scope.Length, 0, kinds.Length));
            if (s_kinds.TryGetValue(scope.Name, out string? kind) && from < to) { kinds.AsSpan(from, to - from).Fill(kind); }
            Paint(kinds, scope.Children);
        }
    }

    // A peer may send code that one of the expressions takes hours to understand.
    private sealed class BoundedCompiler : ILanguageCompiler, IDisposable
    {
        private readonly ReaderWriterLockSlim _lock = new();
        private readonly LanguageCompiler _compiler;
        private readonly ConcurrentDictionary<string, CompiledLanguage> _bounded = new();

        public BoundedCompiler() => _compiler = new LanguageCompiler([], _lock);

        public CompiledLanguage Compile(ILanguage language) => _bounded.GetOrAdd(language.Id, _ =>
        {
            CompiledLanguage compiled = _compiler.Compile(language);
            var regex = new Regex(compiled.Regex.ToString(), compiled.Regex.Options, s_patience);
            regex.IsMatch("x");   // the first use is the slow one
            return new CompiledLanguage(compiled.Id, compiled.Name, regex, compiled.Captures);
        });

        public void Dispose() => _lock.Dispose();
    }
}
