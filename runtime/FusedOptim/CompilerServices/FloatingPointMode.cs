using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

/// <summary>
/// Finds threads on which denormal numbers are flushed to zero: a foreign library built with fast math can switch that on,
/// and results would then differ from machine to machine without a word.
/// </summary>
public static class FloatingPointMode
{
    // Not constants for the compiler, which would compute the product itself.
    private static float s_smallestNormal = 1.17549435e-38f;
    private static float s_half = 0.5f;

    /// <summary>Checks that the calling thread computes with denormal numbers, as IEEE 754 has it.</summary>
    /// <exception cref="InvalidOperationException">It flushes them to zero.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Check()
    {
        if (Volatile.Read(ref s_smallestNormal) * Volatile.Read(ref s_half) == 0)
        {
            throw new InvalidOperationException(
                "Denormal numbers are flushed to zero on this thread. A native library built with fast math has switched " +
                "the processor's mode (FTZ or DAZ); load it on another thread, or restore the mode after calling it.");
        }
    }
}
