namespace FusedOptim.Training.Checking;

/// <summary>Finds where a loss that is NaN or infinite comes from. <see cref="Trainer"/> does this by itself, and
/// stops; a loop by hand can ask this watcher.</summary>
public sealed class NonFiniteLoss : Watcher
{
    /// <summary>Where the loss is not finite, names the first layer that gives a value that is not, and what is known of its
    /// parameters; else an input or a parameter that is not finite.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<string> Look(Network<float> network, double loss, int step)
    {
        ArgumentNullException.ThrowIfNull(network);
        return double.IsFinite(loss) ? [] : [Describe(loss, step, NonFiniteSource.OfLoss(network))];
    }

    /// <summary>The message.</summary>
    internal static string Describe(double loss, int step, NonFiniteSource source) =>
        Invariant($"Step {step}: the loss is {Text(loss)}. {source.Description}");
}
