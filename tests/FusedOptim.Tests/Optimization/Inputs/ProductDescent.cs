namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>θ ← θ − η·g·x, with a state that adds up the inputs: small whole numbers are exact in every format.</summary>
[UpdateRule]
public sealed partial record ProductDescent(double LearningRate = 1)
{
    private double Direction(double gradient, [State] ref double total, [Input] double factor)
    {
        total += factor;
        return gradient * factor;
    }
}
