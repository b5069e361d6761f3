using FusedOptim.Guards;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Checking;

/// <summary>
/// Finds parameters whose gradients are too large: where the Euclidean norm of a parameter's gradients is above a
/// threshold, or not a number. A loss that is scaled needs a threshold that is scaled alike. Frozen parameters have no
/// gradients and are passed over.
/// </summary>
public sealed class ExplodingGradients : Watcher
{
    /// <summary>A watcher.</summary>
    /// <param name="norm">The norm above which gradients are too large: positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public ExplodingGradients(double norm = 1000)
    {
        Guard.CheckPositive(norm);
        Norm = norm;
    }

    /// <summary>The norm above which gradients are too large.</summary>
    public double Norm { get; }

    /// <summary>Names each parameter whose gradients are too large.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<string> Look(Network<float> network, double loss, int step)
    {
        ArgumentNullException.ThrowIfNull(network);
        List<string>? messages = null;
        for (var i = 0; i < network.Parameters.Count; i++)
        {
            var parameter = network.Parameters[i];
            if (parameter.IsFrozen)
                continue;
            var norm = Math.Sqrt(DoubleLanes.SumSquares<float>(
                parameter.RowGradient is { } rows ? rows.Values : parameter.Gradients));
            if (norm <= Norm)
                continue;
            (messages ??= []).Add(
                Invariant($"Step {step}: gradients explode at '{parameter.Name}'. Their norm is {Text(norm)}; the threshold is ") +
                $"{Text(Norm)}. Clipping by norm, a smaller rate, normalization or smaller initial weights help.");
        }

        return messages ?? (IReadOnlyList<string>)[];
    }
}
