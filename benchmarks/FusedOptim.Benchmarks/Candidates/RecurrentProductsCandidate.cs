using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Benchmarks;

/// <summary>The matrix products of a forward and a backward pass of a gated recurrent unit and nothing else: one of all positions
/// with the inputs, two of each position, and the gradients of both weights.</summary>
internal sealed class RecurrentProductsCandidate(RecurrentShape shape, WorkerTeam team) : ICandidate
{
    private readonly MatrixProduct<float> _product = new(team);
    private readonly int _rows = shape.Positions * shape.BatchSize;
    private readonly int _gates = 3 * shape.Units;
    private readonly float[] _inputs = Values(shape.Positions * shape.BatchSize * shape.Inputs);
    private readonly float[] _states = Values(shape.Positions * shape.BatchSize * shape.Units);
    // The sums stand for their own gradients, which have the same shape.
    private readonly float[] _sums = Values(shape.Positions * shape.BatchSize * 3 * shape.Units);
    private readonly float[] _inputWeight = Values(3 * shape.Units * shape.Inputs);
    private readonly float[] _recurrentWeight = Values(3 * shape.Units * shape.Units);
    private readonly float[] _sumsOfInputs = Values(shape.Positions * shape.BatchSize * 3 * shape.Units);
    private readonly float[] _sumsOfPosition = Values(shape.BatchSize * 3 * shape.Units);
    private readonly float[] _stateGradients = Values(shape.BatchSize * shape.Units);
    private readonly float[] _inputWeightGradient = Values(3 * shape.Units * shape.Inputs);
    private readonly float[] _recurrentWeightGradient = Values(3 * shape.Units * shape.Units);

    public string Name => "FusedOptim, its matrix products";

    public void Step()
    {
        var (batch, units) = (shape.BatchSize, shape.Units);
        _product.MultiplyByTransposed(_inputs, _inputWeight, [], _sumsOfInputs, _rows, _gates, shape.Inputs);
        for (var position = 0; position < shape.Positions; position++)
        {
            var states = _states.AsSpan(position * batch * units, batch * units);
            _product.Multiply(states, _recurrentWeight, _sumsOfPosition, batch, _gates, units);
        }

        for (var position = shape.Positions - 1; position > 0; position--)
        {
            var sums = _sums.AsSpan(position * batch * _gates, batch * _gates);
            _product.Multiply(sums, _recurrentWeight, _stateGradients, batch, units, _gates);
        }

        _product.AddTransposedTimes(_sums, _inputs, _inputWeightGradient, _gates, shape.Inputs, _rows);
        _product.AddTransposedTimes(_sums, _states, _recurrentWeightGradient, _gates, units, _rows);
    }

    private static float[] Values(int count)
    {
        var values = new float[count];
        AdamWOperands.FillParameters(values);
        return values;
    }
}
