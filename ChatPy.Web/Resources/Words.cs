namespace ChatPy.Web.Resources;

/// <summary>Names the page's words: Words.resx in English, Words.fr.resx in French, the same keys in both.</summary>
public sealed class Words;
