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

    /// <summary>
    /// What <see cref="Deterministic"/> does, and uniform factors move out of quotients and roots: (a·x) / (b·y) becomes (a /
    /// b)·(x / y). In float, quotients are estimated on processors with AVX-512: within 2 units in the last place where the
    /// divisor's magnitude is from 2⁻¹²⁶ to 2¹²⁵ and the quotient is a normal number; NaN where the divisor is zero or infinite.
    /// One processor gives the same bits for every target, length, alignment and thread count; float results differ between
    /// processors with AVX-512 and others, and may differ between those of different makers.
    /// </summary>
    Fast,
}
