using FusedOptim.Generator.Collections;
using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Models;

/// <summary>One pass over a tensor, or over its rows, columns or matrices.</summary>
/// <param name="Kind">What the pass is for.</param>
/// <param name="Method">The rule's method, as the reference loop calls it.</param>
/// <param name="Graph">What the kernels compute, modifiers included.</param>
/// <param name="Reductions">What the pass reduces to.</param>
/// <param name="Prepared">The prepared values that the pass uses, by their index in the rule.</param>
/// <param name="SummingModifier">The index of the modifier that the pass reduces for; −1 where the rule itself reduces.</param>
internal sealed record PhaseModel(
    PhaseKind Kind, MethodModel Method, Graph Graph, EquatableArray<ReductionModel> Reductions,
    EquatableArray<int> Prepared, int SummingModifier = -1)
{
    /// <summary>The index of the hyperparameter k of a pass that runs at the steps that it divides, or at the others; −1 for a pass of every step.</summary>
    public int Interval { get; init; } = -1;

    /// <summary>What is taken from the step before k divides it.</summary>
    public int IntervalStart { get; init; }

    /// <summary>Whether a pass with an interval runs at the other steps.</summary>
    public bool RunsBetween { get; init; }

    /// <summary>Whether the pass runs at the steps that k divides.</summary>
    public bool IsOnInterval => Interval >= 0 && !RunsBetween;

    /// <summary>The unit that the pass runs once for: an element, a row, a column or a matrix.</summary>
    public Scope Over { get; init; } = Scope.Element;

    /// <summary>Whether the method is called as it is, once for each matrix, and there are no kernels.</summary>
    public bool IsCalled => Over == Scope.Matrix;

    /// <summary>The name of a measuring pass: that of its method, unless the direction is measured.</summary>
    public string MeasureName { get; init; } = Method.Name;

    /// <summary>What the kernels are called after; empty for the update.</summary>
    public string KernelName => Kind switch
    {
        PhaseKind.Update => IsOnInterval ? "OnInterval" : "",
        PhaseKind.Measure => MeasureName,
        _ => Kind.ToString(),
    };
}

internal enum PhaseKind : byte
{
    Measure,
    Update,
    Evaluate,
}

/// <summary>A value that a pass reduces all elements to.</summary>
internal sealed record ReductionModel(string Name, ReductionKind Kind, Scope Scope);

internal enum ReductionKind : byte
{
    Sum,
    Maximum,
    Norm,
}

/// <summary>What a value belongs to, as in the library's enumeration <c>Over</c>.</summary>
internal enum Scope : byte
{
    Tensor,
    Model,
    Row,
    Column,
    Matrix,
    Element,
}

internal static class ScopeExtensions
{
    /// <summary>Whether it is a part of a matrix, of which there are several in a tensor.</summary>
    public static bool IsOfMatrix(this Scope scope) => scope is Scope.Row or Scope.Column or Scope.Matrix;
}

/// <summary>A value of each element, row, column or matrix, which a phase sums or hands out and those after it read.</summary>
internal sealed record ValueModel(string Name, Scope Over);

/// <summary>A scalar: one double for each tensor or for the model, kept from step to step.</summary>
internal sealed record ScalarModel(string Name, string Key, Scope Scope, double Initial, int InitialHyperparameter);

/// <summary>The rule's Prepare, which is called as it is.</summary>
internal sealed record PrepareModel(bool IsStatic, EquatableArray<PreparedArgument> Arguments);

/// <summary>A parameter of Prepare.</summary>
/// <param name="Binding">What it is bound to.</param>
/// <param name="Index">The index of the reduction, scalar or input; otherwise −1.</param>
/// <param name="Name">The name of what it hands out.</param>
internal readonly record struct PreparedArgument(PreparedBinding Binding, int Index, string Name);

internal enum PreparedBinding : byte
{
    Step,
    Count,
    Rows,
    Columns,
    Reduction,
    Scalar,
    Input,
    Out,
    Occasion,
}

/// <summary>A uniform that phases bind by name: a reduction, a scalar, an input of a tensor or the model, what Prepare hands out, or a
/// number of elements.</summary>
internal readonly record struct PreparedModel(string Name, PreparedKind Kind, int Index);

internal enum PreparedKind : byte
{
    Reduction,
    Scalar,
    Input,
    Out,
    Count,
    Rows,
    Columns,
}
