using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>One element of the reference loop, in double: what a rule's own method reads and writes.</summary>
/// <param name="states">The element's value of each state, in the order of the schema, then of each element-wise input and of each value of
/// its row, column or matrix.</param>
/// <param name="reductions">The element's value for each reduction of the phase.</param>
/// <param name="prepared">The values that <c>Prepare</c> wrote for this phase and step.</param>
/// <param name="step">The step, counted from 1.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct ReferenceElement(
    Span<double> states, Span<double> reductions, ReadOnlySpan<double> prepared, int step)
{
    private readonly Span<double> _states = states;
    private readonly Span<double> _reductions = reductions;

    /// <summary>The parameter's value.</summary>
    public double Parameter { get; set; }

    /// <summary>The gradient, scaled.</summary>
    public double Gradient { get; set; }

    /// <summary>The weight to evaluate with, which an evaluating phase sets.</summary>
    public double EvaluationWeight { get; set; }

    /// <summary>The step, counted from 1.</summary>
    public int Step { get; } = step;

    /// <summary>The values that <c>Prepare</c> wrote for this phase and step.</summary>
    public ReadOnlySpan<double> Prepared { get; } = prepared;

    /// <summary>The value of a state.</summary>
    /// <param name="index">The index of the state in the schema.</param>
    public readonly ref double State(int index) => ref _states[index];

    /// <summary>The element's value for a sum or a maximum.</summary>
    /// <param name="index">The index of the reduction in the phase's schema.</param>
    public readonly ref double Reduction(int index) => ref _reductions[index];
}
