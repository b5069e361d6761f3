using FusedOptim.Groups;

namespace FusedOptim.Kernels;

/// <summary>
/// A segment, and what a kernel call for it needs of its owner, side by side in memory. Where memory is what a step waits for, each line
/// that a call reads beside the tensors waits behind them.
/// </summary>
/// <param name="segment">The segment.</param>
/// <param name="rule">The phases and kernels of its rule.</param>
internal struct SegmentPlace(in Segment segment, SteppedRule rule)
{
    /// <summary>The segment.</summary>
    public Segment Segment = segment;

    /// <summary>The phases and kernels of the rule.</summary>
    public readonly SteppedRule Rule = rule;

    /// <summary>The group.</summary>
    public readonly PreparedGroup Group = Membership.Of(segment).Group;

    /// <summary>The address of each state's slab.</summary>
    public readonly nint[] States = Membership.Of(segment).States!.Addresses;

    /// <summary>The index of the first element in the memory of the states.</summary>
    public readonly nint FirstState = Membership.Of(segment).FirstState;

    /// <summary>The index of the segment's first tensor in the set.</summary>
    public readonly int TensorIndex = segment.Tensor.Index;

    /// <summary>The index of the cohort in the group.</summary>
    public readonly int Cohort = Membership.Of(segment).Cohort;
}
