using System.ComponentModel;
using FusedOptim.Execution;

namespace FusedOptim.CompilerServices;

/// <summary>The compiled loops of one phase of a rule, for every target.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PhaseKernel
{
    private protected PhaseKernel()
    {
    }

    /// <summary>Runs the phase over a segment of single-precision elements.</summary>
    /// <param name="target">The code to run as; supported by the machine.</param>
    /// <param name="segment">The elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is not one of the kernels'.</exception>
    public abstract void Run(KernelTarget target, in KernelSegment<float> segment);

    /// <summary>Runs the phase over a segment of double-precision elements.</summary>
    /// <inheritdoc cref="Run(KernelTarget, in KernelSegment{float})"/>
    public abstract void Run(KernelTarget target, in KernelSegment<double> segment);

    /// <summary>
    /// Runs the phase over a segment of single-precision elements whose states, but for those that are declared exact, are
    /// stored as a type says. The segment is whole blocks of <see cref="Formats.StorageFormat"/>, and gives for each such state
    /// the address of a <see cref="Formats.EncodedState"/>.
    /// </summary>
    /// <typeparam name="TStates">How kernels read and write states.</typeparam>
    /// <param name="target"><see cref="KernelTarget.Vector256"/> or <see cref="KernelTarget.Vector512"/>, supported by
    /// the machine.</param>
    /// <param name="segment">The elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is another one.</exception>
    public abstract void RunWithStates<TStates>(KernelTarget target, in KernelSegment<float> segment)
        where TStates : struct, IStateAccess;
}
