namespace FusedOptim.Testing.Tests.Faults;

/// <summary>What is wrong with a <see cref="FaultyRule"/>.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One element of each vector of floats is rounded up, by the widest vectors alone.</summary>
    OneLane,

    /// <summary>Elements behind the last whole vector are not updated.</summary>
    SkippedRemainder,

    /// <summary>One parameter value behind the last is written.</summary>
    WriteBehindTheEnd,

    /// <summary>One state value before the first is written.</summary>
    WriteBeforeTheStart,

    /// <summary>The strict scalar kernel rounds once less.</summary>
    StrictKernel,

    /// <summary>What large elements add to the sum is wrong.</summary>
    Summand,

    /// <summary>A sum in registers leaves out the elements behind the last whole vector.</summary>
    SumInRegisters,

    /// <summary>The sums of all blocks but the first are those of the block before.</summary>
    SumOfABlock,

    /// <summary>The weights to evaluate with have the wrong sign where they are zero.</summary>
    SignOfZero,

    /// <summary>A scalar is prepared twice.</summary>
    Scalar,

    /// <summary>The measuring phase changes a gradient.</summary>
    ChangedGradient,

    /// <summary>Gradients that should be zeroed are kept.</summary>
    KeptGradient,

    /// <summary>The kernel of the other variant is wrong.</summary>
    OtherVariant,
}
