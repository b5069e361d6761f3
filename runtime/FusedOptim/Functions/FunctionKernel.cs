namespace FusedOptim.Functions;

/// <summary>What the kernels of an element-wise function compute.</summary>
public enum FunctionKernel
{
    /// <summary>The values.</summary>
    Apply,

    /// <summary>The values, with the same bits, and the derivatives by the first argument.</summary>
    Differentiate,
}
