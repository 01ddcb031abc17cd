namespace ChatPy.Load.Peers;

/// <summary>A figure of ChatPy and its limit, measured by turns, and their ratio in each turn.</summary>
internal sealed class Beside
{
    private readonly Spread _limit = new(), _chatPy = new(), _ratio = new();

    /// <summary>ChatPy's part of the limit: the median over the turns.</summary>
    public double Ratio => _ratio.Median;

    /// <summary>ChatPy's own figure: the median over the turns.</summary>
    public double ChatPy => _chatPy.Median;

    public void Add(double limit, double chatPy)
    {
        _limit.Add(limit);
        _chatPy.Add(chatPy);
        _ratio.Add(chatPy / limit);
    }

    public static void Begin(string limit, string chatPy = "ChatPy") => new Comparison(limit, chatPy).Begin();

    /// <summary>Both, and under them the ratios of the turns.</summary>
    public void Print(string what, string format = "F0")
    {
        Comparison.Print(what, _limit, _chatPy, format);
        Comparison.Print("  ratio in each run", _ratio, "F2");
    }
}
