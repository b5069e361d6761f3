using FusedOptim.Functions;
using FusedOptim.Training.Graph;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>Adds activations to a graph: those that ONNX has as one operator, and all others as the operations of their
/// function.</summary>
internal static class ActivationExport
{
    public static string Add(OnnxGraph graph, Layer layer, string input, string name) => layer switch
    {
        Relu => graph.Add("Relu", input),
        LeakyRelu leaky => graph.Add("LeakyRelu", [input], OnnxGraph.Attribute("alpha", (float)leaky.Slope)),
        Elu elu => graph.Add("Elu", [input], OnnxGraph.Attribute("alpha", (float)elu.Alpha)),
        _ => AddOperations(graph, Operations((IActivation)layer, name), input, name),
    };

    private static IReadOnlyList<FunctionOperation> Operations(IActivation activation, string name)
    {
        try
        {
            return activation.GetOperations();
        }
        catch (NotSupportedException exception)
        {
            throw new NotSupportedException($"'{name}' has no form in ONNX: {exception.Message}", exception);
        }
    }

    private static string AddOperations(OnnxGraph graph, IReadOnlyList<FunctionOperation> operations, string input, string name)
    {
        var results = new string[operations.Count];
        for (var i = 0; i < operations.Count; i++)
        {
            var operation = operations[i];
            results[i] = operation.Operator switch
            {
                FunctionOperator.Argument => input,
                FunctionOperator.Constant => graph.AddScalar((float)operation.Value),
                FunctionOperator.Condition => graph.AddScalar(operation.Value != 0),
                FunctionOperator.StepConstant or FunctionOperator.StepCondition => throw new NotSupportedException(
                    $"'{name}' has no form in ONNX: its operations lack the values of hyperparameters."),
                _ => AddOperation(graph, operation.Operator, Operand(operation.X), Operand(operation.Y), Operand(operation.Z)),
            };
        }

        if (!operations.Any(static operation => operation.Operator == FunctionOperator.Argument))
            throw new NotSupportedException($"'{name}' has no form in ONNX: its value does not depend on its argument.");
        return results[^1];

        string Operand(int index) => index < 0 ? "" : results[index];
    }

    private static string AddOperation(OnnxGraph graph, FunctionOperator @operator, string x, string y, string z)
    {
        return @operator switch
        {
            FunctionOperator.Add => graph.Add("Add", x, y),
            FunctionOperator.Subtract => graph.Add("Sub", x, y),
            FunctionOperator.Multiply => graph.Add("Mul", x, y),
            FunctionOperator.Divide => graph.Add("Div", x, y),
            FunctionOperator.Negate => graph.Add("Neg", x),
            FunctionOperator.FusedMultiplyAdd => graph.Add("Add", graph.Add("Mul", x, y), z),
            FunctionOperator.Abs => graph.Add("Abs", x),
            FunctionOperator.Sqrt => graph.Add("Sqrt", x),
            FunctionOperator.Min => graph.Add("Min", x, y),
            FunctionOperator.Max => graph.Add("Max", x, y),
            FunctionOperator.CopySign => CopySign(graph.Add("Abs", x), y),
            FunctionOperator.Floor => graph.Add("Floor", x),
            FunctionOperator.Ceiling => graph.Add("Ceil", x),
            FunctionOperator.Round => graph.Add("Round", x),
            FunctionOperator.Truncate => graph.Add("Where", IsNegative(x), graph.Add("Ceil", x), graph.Add("Floor", x)),
            FunctionOperator.Exp => graph.Add("Exp", x),
            FunctionOperator.Log => graph.Add("Log", x),
            FunctionOperator.Tanh => graph.Add("Tanh", x),
            FunctionOperator.Logistic => graph.Add("Sigmoid", x),
            FunctionOperator.Softplus => graph.Add("Softplus", x),
            FunctionOperator.Erf => graph.Add("Erf", x),
            FunctionOperator.Cbrt => CopySign(graph.Add("Pow", graph.Add("Abs", x), graph.AddScalar(1f / 3)), x),
            FunctionOperator.Pow => graph.Add("Pow", x, y),
            FunctionOperator.Atan2 => Atan2(),
            FunctionOperator.Less => graph.Add("Less", x, y),
            FunctionOperator.LessOrEqual => graph.Add("LessOrEqual", x, y),
            FunctionOperator.Greater => graph.Add("Greater", x, y),
            FunctionOperator.GreaterOrEqual => graph.Add("GreaterOrEqual", x, y),
            FunctionOperator.Equal => graph.Add("Equal", x, y),
            FunctionOperator.NotEqual => graph.Add("Not", graph.Add("Equal", x, y)),
            FunctionOperator.And => graph.Add("And", x, y),
            FunctionOperator.Or => graph.Add("Or", x, y),
            FunctionOperator.Xor => graph.Add("Xor", x, y),
            FunctionOperator.Not => graph.Add("Not", x),
            FunctionOperator.Select => graph.Add("Where", x, y, z),
            _ => throw new NotSupportedException($"The operator {@operator} has no form in ONNX."),
        };

        string IsNegative(string value) => graph.Add("Less", value, graph.AddScalar(0f));

        string CopySign(string magnitude, string sign) => graph.Add("Where", IsNegative(sign), graph.Add("Neg", magnitude), magnitude);

        // The angle of |x| and |y| is from 0 to π/2, and is reflected into the quadrant of y and x.
        string Atan2()
        {
            var angle = graph.Add("Atan", graph.Add("Div", graph.Add("Abs", x), graph.Add("Abs", y)));
            var reflected = graph.Add("Where", IsNegative(y), graph.Add("Sub", graph.AddScalar(MathF.PI), angle), angle);
            // 0/0 is the angle 0.
            var isZero = graph.Add("And", graph.Add("Equal", x, graph.AddScalar(0f)), graph.Add("Equal", y, graph.AddScalar(0f)));
            return CopySign(graph.Add("Where", isZero, graph.AddScalar(0f), reflected), x);
        }
    }
}
