using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>The caller's memory that a rule's <c>Apply</c> steps over.</summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
/// <param name="parameter">The parameter.</param>
/// <param name="gradient">Its gradient.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct ApplyOperands<T>(Span<T> parameter, ReadOnlySpan<T> gradient)
    where T : unmanaged
{
    /// <summary>The parameter.</summary>
    public Span<T> Parameter { get; } = parameter;

    /// <summary>Its gradient.</summary>
    public ReadOnlySpan<T> Gradient { get; } = gradient;

    /// <summary>The rule's scalars; empty where it has none.</summary>
    public Span<double> Scalars { get; init; }

    /// <summary>The rows and columns of the parameter, for a rule that sees them.</summary>
    public MatrixView View { get; init; }

    /// <summary>State 0 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State0 { get; init; }

    /// <summary>State 1 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State1 { get; init; }

    /// <summary>State 2 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State2 { get; init; }

    /// <summary>State 3 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State3 { get; init; }

    /// <summary>State 4 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State4 { get; init; }

    /// <summary>State 5 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State5 { get; init; }

    /// <summary>State 6 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State6 { get; init; }

    /// <summary>State 7 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State7 { get; init; }

    /// <summary>State 8 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State8 { get; init; }

    /// <summary>State 9 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State9 { get; init; }

    /// <summary>State 10 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State10 { get; init; }

    /// <summary>State 11 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State11 { get; init; }

    /// <summary>State 12 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State12 { get; init; }

    /// <summary>State 13 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State13 { get; init; }

    /// <summary>State 14 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State14 { get; init; }

    /// <summary>State 15 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State15 { get; init; }

    /// <summary>State 16 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State16 { get; init; }

    /// <summary>State 17 of the schema; empty where the rule does not have it.</summary>
    public Span<T> State17 { get; init; }

    /// <summary>The rule's inputs of the tensor and of the model, by their index in the schema; empty where it has none.</summary>
    public ReadOnlySpan<double> Inputs { get; init; }

    /// <summary>Input 0 of the schema, where it is element-wise; otherwise empty.</summary>
    public ReadOnlySpan<T> Input0 { get; init; }

    /// <summary>Input 1 of the schema, where it is element-wise; otherwise empty.</summary>
    public ReadOnlySpan<T> Input1 { get; init; }

    /// <summary>Input 2 of the schema, where it is element-wise; otherwise empty.</summary>
    public ReadOnlySpan<T> Input2 { get; init; }

    /// <summary>Input 3 of the schema, where it is element-wise; otherwise empty.</summary>
    public ReadOnlySpan<T> Input3 { get; init; }

    internal ReadOnlySpan<T> Input(int index) => index switch
    {
        0 => Input0,
        1 => Input1,
        2 => Input2,
        3 => Input3,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    internal Span<T> State(int index) => index switch
    {
        0 => State0,
        1 => State1,
        2 => State2,
        3 => State3,
        4 => State4,
        5 => State5,
        6 => State6,
        7 => State7,
        8 => State8,
        9 => State9,
        10 => State10,
        11 => State11,
        12 => State12,
        13 => State13,
        14 => State14,
        15 => State15,
        16 => State16,
        17 => State17,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}
