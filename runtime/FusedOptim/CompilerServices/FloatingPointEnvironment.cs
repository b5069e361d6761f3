using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

/// <summary>
/// Finds threads that do not compute as IEEE 754 has it by default: denormal numbers are flushed to zero, which a foreign
/// library built with fast math can switch on, or results are not rounded to nearest, which <c>fesetround</c> does. Results
/// would then differ from machine to machine without a word.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FloatingPointEnvironment
{
    // Not constants for the compiler, which would compute sums and products itself.
    private static float s_smallestNormal = 1.17549435e-38f;
    private static float s_half = 0.5f;
    private static float s_one = 1;
    private static float s_littleBesideOne = 9.31322575e-10f;

    /// <summary>Checks that the calling thread computes with denormal numbers and rounds to nearest.</summary>
    /// <exception cref="InvalidOperationException">It flushes denormal numbers to zero, or rounds upward, downward or toward
    /// zero.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Check()
    {
        if (Volatile.Read(ref s_smallestNormal) * Volatile.Read(ref s_half) == 0)
            ThrowFlushed();
        // To nearest, both are 1. Upward the sum is greater; downward and toward zero the difference is less.
        var (one, little) = (Volatile.Read(ref s_one), Volatile.Read(ref s_littleBesideOne));
        if (one + little != one - little)
            ThrowDirected();
    }

    private static void ThrowFlushed() => throw new InvalidOperationException(
        "Denormal numbers are flushed to zero on this thread. A native library built with fast math has switched " +
        "the processor's mode (FTZ or DAZ); load it on another thread, or restore the mode after calling it.");

    private static void ThrowDirected() => throw new InvalidOperationException(
        "Results are not rounded to nearest on this thread. A native library has changed the processor's rounding mode, " +
        "as fesetround does; call it on another thread, or restore the mode after calling it.");
}
