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

    /// <summary>Gets the numbers that the values of the function lie between, where it approaches both, so that its derivative vanishes
    /// there; <see langword="null"/> for any other function.</summary>
    (double Lower, double Upper)? Bounds => null;
}
