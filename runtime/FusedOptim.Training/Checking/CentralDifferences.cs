using System.Globalization;

namespace FusedOptim.Training.Checking;

/// <summary>The differences of a loss around the parameters and inputs of a network.</summary>
internal sealed class CentralDifferences
{
    // A kink shows where second differences disagree by this part of a typical derivative. Less does no harm.
    private const double KinkTolerance = 1e-7;

    // Roundings of a loss add up to some units in its last place.
    private const double RoundingError = 16 * 1.0 / (1L << 52);

    private readonly Network<double> _network;
    private readonly LossEvaluation _loss;
    private readonly double[] _inputs;
    private readonly double _distance;
    private readonly CancellationToken _cancellationToken;
    private readonly long _pass;
    private readonly double[][] _buffers;
    private readonly double _center;

    public CentralDifferences(
        Network<double> network, LossEvaluation loss, double[] inputs, double distance,
        CancellationToken cancellationToken)
    {
        _network = network;
        _loss = loss;
        _inputs = inputs;
        _distance = distance;
        _cancellationToken = cancellationToken;
        _pass = network.ForwardCount;
        _buffers = [.. network.Parameters.Buffers.Select(buffer => buffer.Values.ToArray())];
        _center = Evaluate();
        if (!double.IsFinite(_center))
            throw new InvalidOperationException($"The loss is {Text(_center)}; it must be finite to be differentiated.");
        if (Evaluate() is var again && again != _center)
        {
            throw new InvalidOperationException(
                $"The loss is {Text(_center)}, and {Text(again)} when it is computed again with the same parameters and " +
                "the same number of the pass. A layer must depend on nothing else.");
        }
    }

    private double Resolution => RoundingError * Math.Max(1, Math.Abs(_center)) / _distance;

    private double ResolvedSize => 1e7 * Resolution;

    /// <summary>Compares backpropagation with the differences, for each parameter and the inputs.</summary>
    public GradientReport Compare()
    {
        var parameters = _network.Parameters;
        parameters.ZeroGradients();
        Restore();
        _loss(_network.Forward(_inputs), _network.OutputGradients);
        var inputGradients = new double[_inputs.Length];
        _network.Backward(inputGradients);
        Restore();

        var comparisons = new List<GradientComparison>();
        try
        {
            foreach (var parameter in parameters)
            {
                if (!parameter.IsFrozen)
                    comparisons.Add(Compare(parameter.Name, parameter.Shape, parameter.Values, GradientsOf(parameter)));
            }

            // A number between two indices is not an index.
            if (!_network.Model.TakesIndices)
            {
                comparisons.Add(Compare(
                    "inputs", new TensorShape(_inputs.Length / _network.InputSize, _network.InputSize), _inputs, inputGradients));
            }
        }
        finally
        {
            parameters.ZeroGradients();
        }

        return new GradientReport(comparisons, _center, _distance, ResolvedSize);
    }

    // Of rows without a gradient it is zero.
    private static ReadOnlySpan<double> GradientsOf(Parameter<double> parameter)
    {
        if (parameter.RowGradient is not { } rows)
            return parameter.Gradients;
        var gradients = new double[parameter.Count];
        var length = gradients.Length / parameter.Shape[0];
        for (var i = 0; i < rows.Count; i++)
            rows.Values.Slice(i * length, length).CopyTo(gradients.AsSpan(rows.Rows[i] * length));
        return gradients;
    }

    private GradientComparison Compare(string name, TensorShape shape, Span<double> values, ReadOnlySpan<double> gradients)
    {
        var differences = new double[values.Length];
        var disagreements = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            // Between two elements all parameters are what they were.
            _cancellationToken.ThrowIfCancellationRequested();
            (differences[i], disagreements[i]) = Differentiate(ref values[i]);
        }

        return GradientComparison.Of(
            name, shape, gradients.ToArray(), differences, disagreements, KinkTolerance, Resolution, ResolvedSize);
    }

    // The derivative, and by how much the second differences at h and 2h disagree, as a slope.
    private (double Derivative, double Disagreement) Differentiate(ref double value)
    {
        var kept = value;
        var distance = _distance * Math.Max(1, Math.Abs(kept));
        value = kept + distance;
        var above = Evaluate();
        value = kept - distance;
        var below = Evaluate();
        value = kept + 2 * distance;
        var farAbove = Evaluate();
        value = kept - 2 * distance;
        var farBelow = Evaluate();
        value = kept;
        var derivative = (8 * (above - below) - (farAbove - farBelow)) / (12 * distance);
        var second = above - _center + (below - _center);
        var farSecond = farAbove - _center + (farBelow - _center);
        return (derivative, Math.Abs(farSecond - 4 * second) / distance);
    }

    private double Evaluate()
    {
        _network.ForwardCount = _pass;
        try
        {
            return _loss(_network.Forward(_inputs), default);
        }
        finally
        {
            Restore();
        }
    }

    private void Restore()
    {
        _network.ForwardCount = _pass;
        for (var i = 0; i < _buffers.Length; i++)
            _network.Parameters.Buffers[i].CopyFrom(_buffers[i]);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
