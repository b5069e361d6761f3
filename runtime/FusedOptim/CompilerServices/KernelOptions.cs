using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

/// <summary>Options of the just-in-time compiler for generated kernels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelOptions
{
    /// <summary>
    /// Kernels are optimized fully on their first call: waiting for tiered compilation costs the first steps of a large
    /// model several times their duration. A constant, because ahead-of-time compilers that emit nothing for such
    /// methods need it switched off when this assembly is built (<c>FUSEDOPTIM_AHEAD_OF_TIME</c>).
    /// </summary>
#if FUSEDOPTIM_AHEAD_OF_TIME
    public const MethodImplOptions Loop = MethodImplOptions.NoInlining;
#else
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
#endif
}
