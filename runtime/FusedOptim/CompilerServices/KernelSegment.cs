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
    private readonly ref readonly KernelCall _call;

    /// <summary>Elements of operands.</summary>
    /// <param name="parameter">The address of the segment's first parameter value.</param>
    /// <param name="gradient">The address of its first gradient.</param>
    /// <param name="states">The addresses from which the values of each state are counted, in the order of the schema, and then those of
    /// each element-wise input.</param>
    /// <param name="offset">The index of the segment's first element, from those addresses.</param>
    /// <param name="count">The number of elements; not negative.</param>
    /// <param name="constants">What <c>Prepare</c> wrote for this phase and step.</param>
    /// <param name="call">What the segments of the phase have in common; it must outlive the segment.</param>
    public KernelSegment(
        T* parameter, T* gradient, ReadOnlySpan<nint> states, nint offset, nint count, ReadOnlySpan<double> constants,
        ref readonly KernelCall call)
    {
        _parameter = parameter;
        _gradient = gradient;
        _states = states;
        _offset = offset;
        _call = ref call;
        Count = count;
        StepConstants = constants;
    }

    /// <summary>The segment's first parameter value.</summary>
    public ref T Parameter => ref *_parameter;

    /// <summary>The segment's first gradient value.</summary>
    public ref T Gradient => ref *_gradient;

    /// <summary>The number of elements.</summary>
    public nint Count { get; }

    /// <summary>The step constants that <c>Prepare</c> wrote for this phase and step.</summary>
    public ReadOnlySpan<double> StepConstants { get; }

    /// <summary>
    /// The index of the first element, from the start of its tensor, or of the slab where segments may span tensors.
    /// </summary>
    public long FirstElement { get; init; }

    /// <summary>The step, counted from 1; what the reference loop gives the rule's method.</summary>
    public int Step { get; init; }

    /// <summary>The factor of gradients in the reference loop (<see cref="KernelCall.GradientScale"/>).</summary>
    public double GradientScale => _call.GradientScale;

    /// <summary>Whether gradients are set to zero (<see cref="KernelCall.ZeroGradients"/>).</summary>
    public bool ZeroGradients => _call.ZeroGradients;

    /// <summary>
    /// The addresses of the buffers that a measuring phase fills, in the order of its reductions: what each element adds to
    /// the sum (or enters the maximum with), <see cref="Count"/> values each, in double.
    /// </summary>
    public ReadOnlySpan<nint> Summands { get; init; }

    /// <summary>
    /// Whether the phase has sums, and the sums of blocks stand in the buffers instead (<see cref="KernelCall.SumsInRegisters"/>).
    /// </summary>
    public bool SumsInRegisters => !Summands.IsEmpty && _call.SumsInRegisters;

    /// <summary>The address of the segment's first weight to evaluate with, which an evaluating phase writes.</summary>
    public nint EvaluationWeights { get; init; }

    /// <summary>The first value of the buffer of a reduction; it belongs to the segment alone.</summary>
    /// <param name="index">The index of the reduction in the phase's schema.</param>
    public ref double Summand(int index) => ref *(double*)Summands[index];

    /// <summary>The destination of the summands of a reduction over rows, columns or matrices (<see cref="KernelCall.Accumulators"/>).</summary>
    /// <param name="index">The index of the reduction in the phase's schema.</param>
    public nint Accumulator(int index) =>
        _call.Accumulators == 0 ? CompilerServices.Accumulators.Registers : ((nint*)_call.Accumulators)[index];

    /// <summary>The segment's first weight to evaluate with.</summary>
    public ref T EvaluationWeight => ref *(T*)EvaluationWeights;

    /// <summary>The segment's first value of a state.</summary>
    /// <param name="index">The index of the state in the schema.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T State(int index) => ref ((T*)_states[index])[_offset];

    /// <summary>The segment's first value of an element-wise input.</summary>
    /// <param name="index">The number of states in the schema, and the index of the input.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Input(int index) => ref State(index);

    /// <summary>The number of elements in whole vectors.</summary>
    /// <param name="lanes">The number of elements in a vector: a power of two.</param>
    public nuint WholeCount(nuint lanes) => (nuint)Count & ~(lanes - 1);

    /// <summary>A segment whose elements are known to be of this type.</summary>
    /// <typeparam name="TOther">The type argument that stands for it.</typeparam>
    /// <param name="segment">The segment.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly KernelSegment<T> Of<TOther>(in KernelSegment<TOther> segment)
        where TOther : unmanaged => ref Unsafe.As<KernelSegment<TOther>, KernelSegment<T>>(ref Unsafe.AsRef(in segment));

    /// <summary>The step constants as a struct of doubles.</summary>
    /// <typeparam name="TConstants">The struct.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly TConstants Constants<TConstants>()
        where TConstants : unmanaged => ref ConstantMemory.As<TConstants>(StepConstants);
}
