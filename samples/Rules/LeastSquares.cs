namespace FusedOptim.Samples.Rules;

/// <summary>A linear model that is fitted to noisy examples: mean (Wx + b − y)²/2, with inputs of very different sizes.</summary>
internal sealed class LeastSquares : IDisposable
{
    private const int Examples = 256;
    private const int Inputs = 16;
    private const int Outputs = 4;

    private readonly ParameterSet<float> _set = new();
    private readonly Parameter<float> _weight;
    private readonly Parameter<float> _bias;
    private readonly Optimizer _optimizer;
    private readonly float[,] _inputs = new float[Examples, Inputs];
    private readonly float[,] _targets = new float[Examples, Outputs];

    /// <summary>The problem at its start, to be solved by a rule.</summary>
    public LeastSquares(IUpdateRule rule)
    {
        _weight = _set.Add("weight", ParameterKind.Weight, Outputs, Inputs);
        _bias = _set.Add("bias", ParameterKind.Bias, Outputs);
        var random = new Random(1);
        foreach (ref var weight in _weight.Values)
            weight = Centered(random) / 4;
        var solution = new float[Outputs, Inputs];
        for (var output = 0; output < Outputs; output++)
        {
            for (var input = 0; input < Inputs; input++)
                solution[output, input] = 2 * Centered(random);
        }

        for (var example = 0; example < Examples; example++)
        {
            for (var input = 0; input < Inputs; input++)
                _inputs[example, input] = Centered(random) * MathF.Pow(0.8f, input);
            for (var output = 0; output < Outputs; output++)
            {
                var target = 1 + Centered(random) / 100;
                for (var input = 0; input < Inputs; input++)
                    target += solution[output, input] * _inputs[example, input];
                _targets[example, output] = target;
            }
        }

        _optimizer = Optimizer.Create(_set, rule);
    }

    /// <summary>Takes a step.</summary>
    /// <returns>The loss before it.</returns>
    public double Step()
    {
        var loss = WriteGradients();
        _optimizer.Step(new StepOptions { ZeroGradients = true });
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _set.Dispose();
    }

    private double WriteGradients()
    {
        double loss = 0;
        for (var example = 0; example < Examples; example++)
        {
            for (var output = 0; output < Outputs; output++)
            {
                var error = _bias.Values[output] - _targets[example, output];
                for (var input = 0; input < Inputs; input++)
                    error += _weight.Values[output * Inputs + input] * _inputs[example, input];
                loss += error * error / 2 / Examples;
                _bias.Gradients[output] += error / Examples;
                for (var input = 0; input < Inputs; input++)
                    _weight.Gradients[output * Inputs + input] += error * _inputs[example, input] / Examples;
            }
        }

        return loss;
    }

    private static float Centered(Random random) => random.NextSingle() * 2 - 1;
}
