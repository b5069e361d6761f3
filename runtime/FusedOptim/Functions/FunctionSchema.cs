using FusedOptim.Schema;

namespace FusedOptim.Functions;

/// <summary>An element-wise function as data.</summary>
/// <param name="Name">The name of the record.</param>
/// <param name="FloatMode">The mode of the vector kernels.</param>
/// <param name="Hyperparameters">In the order of declaration.</param>
/// <param name="Arguments">The names of the method's parameters, in its order.</param>
/// <param name="StepConstantCount">How many step constants its passes take at most.</param>
public sealed record FunctionSchema(
    string Name,
    FloatMode FloatMode,
    IReadOnlyList<HyperparameterSchema> Hyperparameters,
    IReadOnlyList<string> Arguments,
    int StepConstantCount);
