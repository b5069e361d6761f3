namespace FusedOptim.Samples.Mnist;

/// <summary>An accuracy for each epoch of a run.</summary>
internal sealed class ValidationCurve(IReadOnlyList<double> accuracies)
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    // The errors of the lowest block and of the highest.
    private const double LargestError = 0.4;
    private const double SmallestError = 0.01;

    /// <summary>Gets the greatest accuracy; 0 for a run that ended before its first epoch did.</summary>
    public double Best => accuracies.Count == 0 ? 0 : accuracies.Max();

    /// <summary>Gets the epoch, from 1, that first has the greatest accuracy; 0 for a run that ended before its first epoch did.</summary>
    public int BestEpoch => FirstEpochWith(Best) ?? 0;

    /// <summary>Gets the epoch, from 1, that first has the accuracy or more; <see langword="null"/> where none has.</summary>
    public int? FirstEpochWith(double accuracy) =>
        accuracies.Index().Where(item => item.Item >= accuracy).Select(item => (int?)(item.Index + 1)).FirstOrDefault();

    /// <summary>A block for each epoch on a logarithmic scale of errors, and the scale.</summary>
    public string Draw() => string.Concat(accuracies.Select(accuracy => Blocks[Height(1 - accuracy)])) +
        $" ({Blocks[0]} {100 * LargestError:F0}% wrong or more, {Blocks[^1]} {100 * SmallestError:F0}% or fewer)";

    private static int Height(double error) => (int)Math.Clamp(
        Math.Log(LargestError / Math.Max(error, 1e-9)) / Math.Log(LargestError / SmallestError) * Blocks.Length, 0, Blocks.Length - 1);

    /// <summary>The accuracies in percent.</summary>
    public override string ToString() => string.Join(' ', accuracies.Select(accuracy => $"{100 * accuracy,5:F2}"));
}
