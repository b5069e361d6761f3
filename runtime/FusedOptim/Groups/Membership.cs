using System.Runtime.CompilerServices;
using FusedOptim.Matrices;

namespace FusedOptim.Groups;

/// <summary>The membership of a parameter in a group: its cohort, and its place in the memory of states.</summary>
/// <param name="group">The group.</param>
internal sealed class Membership(PreparedGroup group) : ParameterOwner
{
    /// <summary>The group.</summary>
    public PreparedGroup Group { get; set; } = group;

    /// <summary>The index of the cohort in the group.</summary>
    public int Cohort { get; set; }

    /// <summary>Whether the current step steps the parameter: it has a gradient.</summary>
    public bool IsInStep { get; set; }

    /// <summary>What was given of its inputs; <see langword="null"/> where its rule has none.</summary>
    public ParameterInputs? Inputs { get; } =
        group.Rule.Schema.Inputs is { Count: > 0 } inputs ? new ParameterInputs(inputs) : null;

    /// <summary>The memory of its states, if it has any.</summary>
    public StateMemory? States { get; set; }

    /// <summary>The index of its first element in that memory.</summary>
    public nint FirstState { get; set; }

    /// <summary>The index of its first value in each state of rows, columns or matrices; <see langword="null"/> without such states.</summary>
    public nint[]? VectorStarts { get; set; }

    /// <inheritdoc/>
    public override string? RuleWithView =>
        States is not null && Group.Rule.Schema is { UsesView: true } schema ? schema.Name : null;

    /// <summary>The rows and columns of the tensor, where its rule sees them.</summary>
    public MatrixMemory? Matrix { get; set; }

    /// <summary>The membership of the tensor of a segment that is stepped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Membership Of(in Segment segment) => Unsafe.As<Membership>(segment.Owner!);

    /// <inheritdoc/>
    public override bool IsContinuedBy(ParameterOwner next, nint count) =>
        next is Membership other && Group == other.Group && Cohort == other.Cohort && States == other.States &&
        (States is null || FirstState + count == other.FirstState);
}
