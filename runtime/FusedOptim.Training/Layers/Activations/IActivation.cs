using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>A layer that applies a declared function to each value, with the function as data, for exporters.</summary>
public interface IActivation
{
    /// <summary>Gets the name, the arguments and the hyperparameters of the function.</summary>
    FunctionSchema Schema { get; }

    /// <summary>Gets what the function computes (<see cref="ElementwiseFunction.GetOperations"/>).</summary>
    /// <exception cref="NotSupportedException">The function is written by hand.</exception>
    IReadOnlyList<FunctionOperation> GetOperations();
}
