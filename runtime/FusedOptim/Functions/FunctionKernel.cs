namespace FusedOptim.Functions;

/// <summary>The kinds of kernels of an element-wise function.</summary>
public enum FunctionKernel
{
    /// <summary>The values.</summary>
    Apply,

    /// <summary>The values, with the same bits, and the derivatives by the first argument.</summary>
    Differentiate,
}
