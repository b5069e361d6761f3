using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Checking;

/// <summary>
/// Looks at a network while it learns, and says what goes wrong and where. It is asked after
/// <see cref="Network{T}.Backward()"/> and before the step of the optimizer, every so many steps, so that activations,
/// derivatives and parameters are of one batch.
/// </summary>
public abstract class Watcher
{
    /// <summary>Looks at the network.</summary>
    /// <param name="network">The network, after <see cref="Network{T}.Backward()"/>.</param>
    /// <param name="loss">The loss of the batch.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <returns>A message for each thing that is wrong, which names the layer, the value and the threshold; none if all is
    /// well.</returns>
    public abstract IReadOnlyList<string> Look(Network<float> network, double loss, int step);

    /// <summary>The root of the mean square.</summary>
    private protected static double RootMeanSquare(ReadOnlySpan<float> values) =>
        Math.Sqrt(DoubleLanes.SumSquares(values) / values.Length);

    /// <summary>A number in a message.</summary>
    internal static string Text(double value) =>
        value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture);
}
