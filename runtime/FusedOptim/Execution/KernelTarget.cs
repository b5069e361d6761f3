namespace FusedOptim.Execution;

/// <summary>
/// The code that a kernel runs as. <see cref="Scalar"/> and the vectors give the same bits; <see cref="Reference"/> and
/// <see cref="StrictScalar"/> those of the rule's method, in double.
/// </summary>
public enum KernelTarget
{
    /// <summary>
    /// A plain loop that calls the rule's own method for each element, in double: breakpoints in the method work. In
    /// single precision the results are the method's, rounded when they are stored.
    /// </summary>
    Reference,

    /// <summary>
    /// Scalar code in <see cref="FloatMode.Strict"/>, whatever the mode of the rule: in double the bits of the method. The
    /// link between the method and the vectorized kernels in a chain of tests. In single precision only a rule whose own
    /// mode is <see cref="FloatMode.Strict"/> has it.
    /// </summary>
    StrictScalar,

    /// <summary>Scalar code in the rule's own mode: the fallback without vectors.</summary>
    Scalar,

    /// <summary>128 bits: SSE, or NEON on Arm.</summary>
    Vector128,

    /// <summary>256 bits: AVX2 with FMA.</summary>
    Vector256,

    /// <summary>512 bits: AVX-512.</summary>
    Vector512,
}
