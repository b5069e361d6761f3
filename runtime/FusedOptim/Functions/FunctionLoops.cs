using System.ComponentModel;
using FusedOptim.Execution;

namespace FusedOptim.Functions;

/// <summary>The compiled loops of one pass of an element-wise function, for every target.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class FunctionLoops
{
    private protected FunctionLoops()
    {
    }

    /// <summary>Runs the pass over single-precision elements.</summary>
    /// <param name="target">The code to run as; supported by the machine.</param>
    /// <param name="segment">The elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is not one of the kernels'.</exception>
    public abstract void Run(KernelTarget target, in FunctionSegment<float> segment);

    /// <summary>Runs the pass over double-precision elements.</summary>
    /// <inheritdoc cref="Run(KernelTarget, in FunctionSegment{float})"/>
    public abstract void Run(KernelTarget target, in FunctionSegment<double> segment);
}
