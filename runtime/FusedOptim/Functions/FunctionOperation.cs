namespace FusedOptim.Functions;

/// <summary>One operation of an element-wise function, as data (<see cref="ElementwiseFunction.GetOperations"/>).</summary>
/// <param name="Operator">The operator.</param>
/// <param name="X">The index of the operation whose result is x; −1 where the operator does not take it.</param>
/// <param name="Y">The index of the operation whose result is y; −1 where the operator does not take it.</param>
/// <param name="Z">The index of the operation whose result is z; −1 where the operator does not take it.</param>
/// <param name="Index">The index of an argument.</param>
/// <param name="Value">The value of a constant.</param>
public readonly record struct FunctionOperation(
    FunctionOperator Operator, int X = -1, int Y = -1, int Z = -1, int Index = 0, double Value = 0);
