
namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// The problem of PyTorch's baseline: the sum over three rows of σ(W₂·σ(W₁·x + b₁) + b₂), with two inputs, three hidden
/// units and one output; the parameters are W₁ row by row, b₁, W₂, b₂.
/// </summary>
internal static class SigmoidNetwork
{
    private const int Inputs = 2;
    private const int Units = 3;
    private const int FirstBias = Inputs * Units;
    private const int SecondWeight = FirstBias + Units;
    private const int SecondBias = SecondWeight + Units;

    private static readonly double[][] Rows = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]];

    public static double[] Gradient(ReadOnlySpan<double> parameter)
    {
        var gradient = new double[SecondBias + 1];
        Span<double> hidden = stackalloc double[Units];
        foreach (var row in Rows)
        {
            var sum = parameter[SecondBias];
            for (var unit = 0; unit < Units; unit++)
            {
                var weight = parameter.Slice(Inputs * unit, Inputs);
                hidden[unit] = Logistic(weight[0] * row[0] + weight[1] * row[1] + parameter[FirstBias + unit]);
                sum += parameter[SecondWeight + unit] * hidden[unit];
            }

            var output = Logistic(sum);
            var outputSlope = output * (1 - output);
            gradient[SecondBias] += outputSlope;
            for (var unit = 0; unit < Units; unit++)
            {
                gradient[SecondWeight + unit] += outputSlope * hidden[unit];
                var slope = outputSlope * parameter[SecondWeight + unit] * hidden[unit] * (1 - hidden[unit]);
                gradient[FirstBias + unit] += slope;
                gradient[Inputs * unit] += slope * row[0];
                gradient[Inputs * unit + 1] += slope * row[1];
            }
        }

        return gradient;
    }

    private static double Logistic(double value) => 1 / (1 + Math.Exp(-value));
}
