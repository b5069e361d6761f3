using System.Collections.ObjectModel;
using FusedOptim.Execution;
using FusedOptim.Formats;

namespace FusedOptim;

/// <summary>Threads, target and storage formats of an optimizer. Threads and target change no number; formats do.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The threads that share a step; <see cref="WorkerTeam.Default"/> by default.</summary>
    public WorkerTeam? Team { get; init; }

    /// <summary>The code that kernels run as; <see cref="KernelTargets.Selected"/> by default.</summary>
    public KernelTarget? Target { get; init; }

    /// <summary>
    /// How states are stored; by default in the precision of kernels. Applies to all states that are not declared exact
    /// (<see cref="StateAttribute.Exact"/>). Kernels compute in single precision then: not for parameters of double.
    /// </summary>
    public StorageFormat? StateFormat { get; init; }

    /// <summary>
    /// How single states are stored, by their keys, before <see cref="StateFormat"/>; <see langword="null"/> for the
    /// precision of kernels, which states of rows and columns always have.
    /// </summary>
    public IReadOnlyDictionary<string, StorageFormat?> StateFormats { get; init; } =
        ReadOnlyDictionary<string, StorageFormat?>.Empty;

    /// <summary>
    /// Whether the optimizer keeps a copy of the parameters in single precision, which steps update; what the set holds is
    /// rounded from it, to nearest even. For sets of <see cref="Half"/> and <see cref="BFloat16"/>; 4 bytes for each element
    /// more. The copy starts from the values at the time when a parameter gets its group; values that are set later are
    /// overwritten by the next step, unless <see cref="Optimizer.ReloadMasterCopy"/> is called.
    /// </summary>
    public bool MasterCopy { get; init; }

    /// <summary>
    /// How parameters of <see cref="Half"/> and <see cref="BFloat16"/> without a master copy are rounded after a step:
    /// stochastically by default, since steps are mostly smaller than half the distance of two numbers.
    /// </summary>
    public StorageRounding ParameterRounding { get; init; } = StorageRounding.Stochastic;

    /// <summary>The seed of the noise of stochastic rounding. The noise depends on it, on the step, and on the place of an
    /// element in the set.</summary>
    public ulong Seed { get; init; }
}
