namespace FusedOptim.Samples.Digits;

/// <summary>Which columns a terminal has room for.</summary>
/// <param name="HasSeveralRules">Whether rows are rules, not seeds.</param>
/// <param name="HasLearningRate">Whether each row has its learning rate.</param>
/// <param name="HasLoss">Whether there is room for the loss.</param>
/// <param name="HasSeconds">Whether there is room for the time.</param>
/// <param name="CurveWidth">The width of the learning curves; 0 for none.</param>
internal sealed record RunTableLayout(
    bool HasSeveralRules, bool HasLearningRate, bool HasLoss, bool HasSeconds, int CurveWidth)
{
    private const int Edges = 3;
    private const int Accuracy = 8 + Edges;
    private const int Seconds = 6 + Edges;
    private const int Loss = 6 + Edges;
    private const int Rate = 5 + Edges;
    private const int SmallestCurve = 22;
    private const int LargestCurve = 60;

    /// <summary>What fits a width, the least important columns left out first.</summary>
    public static RunTableLayout For(int width, IReadOnlyList<RunRow> rows, int epochs)
    {
        var hasSeveralRules = !RunText.HasOneRule(rows);
        var left = width - 1 - rows.Max(row => row.Label.Length) - Edges - Accuracy;
        var hasRate = Take(ref left, Rate, hasSeveralRules);
        var hasCurve = Take(ref left, SmallestCurve + Edges, isWanted: true);
        var hasSeconds = Take(ref left, Seconds, isWanted: true);
        var hasLoss = Take(ref left, Loss, isWanted: true);
        var curve = hasCurve ? Math.Min(SmallestCurve + left, Math.Clamp(epochs, SmallestCurve, LargestCurve)) : 0;
        return new RunTableLayout(hasSeveralRules, hasRate, hasLoss, hasSeconds, curve);
    }

    private static bool Take(ref int left, int width, bool isWanted)
    {
        if (!isWanted || left < width)
            return false;
        left -= width;
        return true;
    }
}
