using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Groups;

namespace FusedOptim.Kernels;

/// <summary>One phase of a rule, as it is run now.</summary>
/// <param name="phase">The index of the phase.</param>
/// <param name="constants">Its step constants.</param>
/// <param name="kernel">The part of kernel calls that its segments share.</param>
internal readonly struct PhaseCall(int phase, PhaseConstants constants, KernelCall kernel)
{
    /// <summary>The part of kernel calls that its segments share. A field: segments refer to it.</summary>
    public readonly KernelCall Kernel = kernel;

    /// <summary>The index of the phase.</summary>
    public int Phase { get; } = phase;

    /// <summary>Its step constants.</summary>
    public PhaseConstants Constants { get; } = constants;

    /// <summary>Whether the phase evaluates: from the copies of the training weights into the values.</summary>
    public bool Evaluates { get; init; }

    /// <summary>The same call of a kernel that takes sums in registers.</summary>
    /// <param name="accumulators">What becomes of the summands of each reduction over rows, columns or matrices; pinned.</param>
    public unsafe PhaseCall Accumulating(Span<nint> accumulators) => new(
        Phase, Constants, Kernel with { SumsInRegisters = true, Accumulators = (nint)Unsafe.AsPointer(ref accumulators[0]) });
}
