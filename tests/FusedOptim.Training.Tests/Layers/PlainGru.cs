namespace FusedOptim.Training.Tests;

/// <summary>A gated recurrent unit as PyTorch's documentation of <c>torch.nn.GRU</c> states it, by plain loops.</summary>
/// <param name="inputs">The number of features of a position.</param>
/// <param name="units">The number of values of h.</param>
internal sealed class PlainGru(int inputs, int units)
{
    /// <summary>The rows of r, z and n: W_ir, W_iz, W_in.</summary>
    public double[] InputWeight { get; init; } = new double[3 * units * inputs];

    /// <summary>The rows of r, z and n: W_hr, W_hz, W_hn.</summary>
    public double[] RecurrentWeight { get; init; } = new double[3 * units * units];

    public double[] InputBias { get; init; } = new double[3 * units];

    public double[] RecurrentBias { get; init; } = new double[3 * units];

    /// <summary>One of the layer in a network, with copies of its parameters.</summary>
    public static PlainGru Of(Network<double> network, string layer)
    {
        var weight = network.Parameters[$"{layer}.weight_ih"];
        return new PlainGru(weight.Shape[1], weight.Shape[0] / 3)
        {
            InputWeight = weight.Values.ToArray(),
            RecurrentWeight = network.Parameters[$"{layer}.weight_hh"].Values.ToArray(),
            InputBias = network.Parameters[$"{layer}.bias_ih"].Values.ToArray(),
            RecurrentBias = network.Parameters[$"{layer}.bias_hh"].Values.ToArray(),
        };
    }

    /// <summary>The parameters, in the order of the network.</summary>
    public IEnumerable<double[]> Parameters => [InputWeight, RecurrentWeight, InputBias, RecurrentBias];

    /// <summary>h of each position of one example.</summary>
    /// <param name="example">positions × inputs.</param>
    /// <param name="mask">What h is multiplied by in the products; ones by default.</param>
    /// <param name="given">The h before a position, where it is not that of the position before.</param>
    public double[] Run(ReadOnlySpan<double> example, double[]? mask = null, Func<int, double[]?>? given = null)
    {
        var positions = example.Length / inputs;
        var result = new double[positions * units];
        var h = new double[units];
        for (var t = 0; t < positions; t++)
        {
            h = given?.Invoke(t) ?? h;
            var x = example.Slice(t * inputs, inputs);
            var next = new double[units];
            for (var unit = 0; unit < units; unit++)
            {
                var r = Logistic(OfInputs(0, unit, x) + OfState(0, unit, h, mask));
                var z = Logistic(OfInputs(1, unit, x) + OfState(1, unit, h, mask));
                var n = Math.Tanh(OfInputs(2, unit, x) + r * OfState(2, unit, h, mask));
                next[unit] = (1 - z) * n + z * h[unit];
            }

            h = next;
            h.CopyTo(result, t * units);
        }

        return result;
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private double OfInputs(int gate, int unit, ReadOnlySpan<double> x)
    {
        var row = gate * units + unit;
        var sum = InputBias[row];
        for (var k = 0; k < inputs; k++)
            sum += InputWeight[row * inputs + k] * x[k];
        return sum;
    }

    private double OfState(int gate, int unit, double[] h, double[]? mask)
    {
        var row = gate * units + unit;
        var sum = RecurrentBias[row];
        for (var k = 0; k < units; k++)
            sum += RecurrentWeight[row * units + k] * h[k] * (mask?[k] ?? 1);
        return sum;
    }
}
