using FusedOptim.Guards;

namespace FusedOptim.Training.Checking;

/// <summary>
/// Finds units of ReLU that have died: that gave 0 for every example of some looks in a row, and so got no derivatives that
/// could wake them. Layers before the first one with a parameter to train are passed over.
/// </summary>
/// <remarks>For one network: it remembers what it saw.</remarks>
public sealed class DeadUnits : Watcher
{
    private const int ListedCount = 5;

    private readonly Func<string, bool> _select;
    // For how many looks each unit of each layer has been silent.
    private readonly Dictionary<int, int[]> _silence = [];

    /// <summary>A watcher.</summary>
    /// <param name="looks">How many looks in a row a unit must give 0 to be called dead: at least 1.</param>
    /// <param name="select">Which layers to look at, by their names; by default those whose names start with "relu".
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public DeadUnits(int looks = 10, Func<string, bool>? select = null)
    {
        Guard.AtLeast(1, looks);
        Looks = looks;
        _select = select ?? (name => name.StartsWith("relu", StringComparison.Ordinal));
    }

    /// <summary>How many looks in a row a unit must give 0 to be called dead.</summary>
    public int Looks { get; }

    /// <summary>Names the layers where units have died since the last look.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<string> Look(Network<float> network, double loss, int step)
    {
        ArgumentNullException.ThrowIfNull(network);
        List<string>? messages = null;
        var count = network.OutputGradients.Length / network.OutputSize;
        for (var layer = 0; layer < network.LayerNames.Count; layer++)
        {
            // Where no derivatives were computed, nothing before the layer is trained: no unit has to wake up.
            if (!_select(network.LayerNames[layer]) || network.GetActivationGradients(layer).IsEmpty)
                continue;
            var activations = network.GetActivations(layer);
            var silence = SilenceOf(layer, activations.Length / count);
            Count(activations, silence);
            if (Array.IndexOf(silence, Looks) >= 0)
                (messages ??= []).Add(Describe(network.LayerNames[layer], silence, step));
        }

        return messages ?? (IReadOnlyList<string>)[];
    }

    private static void Count(ReadOnlySpan<float> activations, int[] silence)
    {
        for (var unit = 0; unit < silence.Length; unit++)
        {
            var isSilent = true;
            for (var i = unit; i < activations.Length && isSilent; i += silence.Length)
                isSilent = activations[i] == 0;
            silence[unit] = isSilent ? silence[unit] + 1 : 0;
        }
    }

    private int[] SilenceOf(int layer, int unitCount)
    {
        if (!_silence.TryGetValue(layer, out var silence))
            _silence.Add(layer, silence = new int[unitCount]);
        return silence;
    }

    private string Describe(string name, int[] silence, int step)
    {
        int[] dead = [.. Enumerable.Range(0, silence.Length).Where(unit => silence[unit] >= Looks)];
        var list = string.Join(", ", dead.Take(ListedCount)) + (dead.Length > ListedCount ? ", …" : "");
        return Invariant($"Step {step}: {dead.Length} of {silence.Length} units of '{name}' are dead ({list}): they gave 0 ") +
            Invariant($"for every example of {Looks} looks in a row, the threshold. A smaller rate, He initialization, or a ") +
            "leaky function in place of ReLU helps.";
    }
}
