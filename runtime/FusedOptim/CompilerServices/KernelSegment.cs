using System.ComponentModel;
using System.Runtime.CompilerServices;
using FusedOptim.Execution;

namespace FusedOptim.CompilerServices;

/// <summary>
/// A run of elements for one kernel call: where its operands are, how many there are, and the step constants of the step. The
/// memory belongs to whoever made the segment and must stay where it is while the call runs.
/// </summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct KernelSegment<T>
    where T : unmanaged
{
    private readonly T* _parameter;
    private readonly T* _gradient;
    private readonly ReadOnlySpan<nint> _states;
    private readonly nint _offset;

    /// <summary>Elements <paramref name="offset"/> to <paramref name="offset"/> + <paramref name="count"/> of operands that
    /// start at the given addresses.</summary>
    /// <param name="parameter">The first parameter value.</param>
    /// <param name="gradient">The first gradient value.</param>
    /// <param name="states">The addresses of the first value of each state, in the order of the schema.</param>
    /// <param name="offset">The index of the segment's first element, from those addresses.</param>
    /// <param name="count">The number of elements; not negative.</param>
    /// <param name="constants">What <c>Prepare</c> wrote for this phase and step.</param>
    public KernelSegment(
        T* parameter, T* gradient, ReadOnlySpan<nint> states, nint offset, nint count, ReadOnlySpan<double> constants)
    {
        _parameter = parameter;
        _gradient = gradient;
        _states = states;
        _offset = offset;
        Count = count;
        StepConstants = constants;
    }

    /// <summary>The segment's first parameter value.</summary>
    public ref T Parameter => ref _parameter[_offset];

    /// <summary>The segment's first gradient value.</summary>
    public ref T Gradient => ref _gradient[_offset];

    /// <summary>The number of elements.</summary>
    public nint Count { get; }

    /// <summary>What <c>Prepare</c> wrote for this phase and step.</summary>
    public ReadOnlySpan<double> StepConstants { get; }

    /// <summary>
    /// The index of the first element, from the start of its tensor, or of the slab where segments may span tensors.
    /// </summary>
    public long FirstElement { get; init; }

    /// <summary>The step, counted from 1; what the reference loop gives the rule's method.</summary>
    public int Step { get; init; }

    /// <summary>What the reference loop multiplies gradients by; in kernels it is among the step constants.</summary>
    public double GradientScale { get; init; }

    /// <summary>Whether gradients are set to zero once they have been read.</summary>
    public bool ZeroGradients { get; init; }

    /// <summary>
    /// The addresses of the buffers that a measuring phase fills, in the order of its reductions: what each element adds to
    /// the sum (or enters the maximum with), <see cref="Count"/> values each, in double.
    /// </summary>
    public ReadOnlySpan<nint> Summands { get; init; }

    /// <summary>
    /// Whether the sums of blocks stand in the buffer instead, from its start on: for
    /// <see cref="KernelTarget.Vector512"/> alone, and for sums; of maxima the buffer has each element. Then a segment that sums
    /// alone may have many whole blocks.
    /// </summary>
    public bool SumsInRegisters { get; init; }

    /// <summary>The address of the memory that an evaluating phase writes, laid out as the parameters are.</summary>
    public nint EvaluationWeights { get; init; }

    /// <summary>The first value of the buffer of a reduction; it belongs to the segment alone.</summary>
    /// <param name="index">The index of the reduction in the phase's schema.</param>
    public ref double Summand(int index) => ref *(double*)Summands[index];

    /// <summary>The segment's first weight to evaluate with.</summary>
    public ref T EvaluationWeight => ref ((T*)EvaluationWeights)[_offset];

    /// <summary>The segment's first value of a state.</summary>
    /// <param name="index">The index of the state in the schema.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T State(int index) => ref ((T*)_states[index])[_offset];
}
