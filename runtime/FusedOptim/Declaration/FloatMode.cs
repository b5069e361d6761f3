namespace FusedOptim;

/// <summary>What the compiler of a rule may do to the arithmetic that varies from element to element.</summary>
public enum FloatMode
{
    /// <summary>
    /// The default. Multiplications and additions contract to fused multiply-adds, division by a uniform becomes
    /// multiplication by its reciprocal, and uniform factors merge. Every instruction set, length, alignment and thread
    /// count gives the same bits as every other.
    /// </summary>
    Deterministic,

    /// <summary>
    /// Each operation is rounded once, in the order in which the method states it, in the tensor's precision. In double
    /// the results are the bits of the rule's own method, on every instruction set.
    /// </summary>
    Strict,
}
