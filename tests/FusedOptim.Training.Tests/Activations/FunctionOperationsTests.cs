using FusedOptim.Functions;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests;

/// <summary>Activations as data: operation by operation they are the method, bit for bit.</summary>
public sealed class FunctionOperationsTests
{
    private static readonly double[] s_arguments =
        [-30, -3.7, -1, -0.2, -1e-9, -0.0, 0, 1e-9, 0.3, 1, 2.5, 40, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    [Fact]
    public void OperationsComputeTheMethod()
    {
        Check(new Relu());
        Check(new LeakyRelu(0.25));
        Check(new Elu(1.5));
        Check(new Gelu());
        Check(new Silu());
        Check(new Softplus());
        Check(new Logistic());
        Check(new Tanh());
    }

    [Fact]
    public void HyperparametersAreConstantsWithTheirValues() => Assert.Contains(
        new FunctionOperation(FunctionOperator.Constant, Value: 0.25), ((IActivation)new LeakyRelu(0.25)).GetOperations());

    [Fact]
    public void OperationsOfAnotherCallAreTheirOwn()
    {
        IActivation activation = new Silu();
        Assert.NotSame(activation.GetOperations(), activation.GetOperations());
        Assert.Equal(
            [
                new FunctionOperation(FunctionOperator.Argument),
                new FunctionOperation(FunctionOperator.Logistic, 0),
                new FunctionOperation(FunctionOperator.Multiply, 0, 1),
            ],
            activation.GetOperations());
    }

    private static void Check<TFunction>(TFunction function)
        where TFunction : Activation<TFunction>, IElementwiseFunction<TFunction>
    {
        var operations = ElementwiseFunction.GetOperations(function);
        foreach (var x in s_arguments)
        {
            var expected = ((IElementwiseFunction<TFunction>)function).Evaluate([x]);
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Interpret(operations, x)));
        }
    }

    private static double Interpret(IReadOnlyList<FunctionOperation> operations, double argument)
    {
        var results = new double[operations.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var operation = operations[i];
            var x = operation.X < 0 ? 0 : results[operation.X];
            var y = operation.Y < 0 ? 0 : results[operation.Y];
            var z = operation.Z < 0 ? 0 : results[operation.Z];
            results[i] = operation.Operator switch
            {
                FunctionOperator.Argument => argument,
                FunctionOperator.Constant => operation.Value,
                FunctionOperator.Add => x + y,
                FunctionOperator.Subtract => x - y,
                FunctionOperator.Multiply => x * y,
                FunctionOperator.Exp => Elementwise.Exp(x),
                FunctionOperator.Tanh => Elementwise.Tanh(x),
                FunctionOperator.Logistic => Elementwise.Logistic(x),
                FunctionOperator.Softplus => Elementwise.Softplus(x),
                FunctionOperator.Greater => x > y ? 1 : 0,
                FunctionOperator.LessOrEqual => x <= y ? 1 : 0,
                FunctionOperator.Select => x != 0 ? y : z,
                _ => throw new NotSupportedException($"{operation.Operator}"),
            };
        }

        return results[^1];
    }
}
