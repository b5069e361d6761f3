namespace FusedOptim.Samples.Mnist;

/// <summary>The validation accuracy of each epoch of a run.</summary>
internal sealed class ValidationCurve(IReadOnlyList<double> accuracies)
{
    /// <summary>Gets the greatest accuracy; 0 for a run that ended before its first epoch did.</summary>
    public double Best => accuracies.Count == 0 ? 0 : accuracies.Max();

    /// <summary>Gets the epoch, from 1, that first has the accuracy or more; <see langword="null"/> where none has.</summary>
    public int? FirstEpochWith(double accuracy) =>
        accuracies.Index().Where(item => item.Item >= accuracy).Select(item => (int?)(item.Index + 1)).FirstOrDefault();

    /// <summary>The accuracies in percent.</summary>
    public override string ToString() => string.Join(' ', accuracies.Select(accuracy => $"{100 * accuracy,5:F2}"));
}
