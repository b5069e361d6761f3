using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Recordings;

/// <summary>
/// <c>_single_tensor_adafactor</c> of torch/optim/_adafactor.py in PyTorch 2.10: the same operations of libtorch in the same order.
/// TorchSharp does not have this optimizer.
/// </summary>
internal sealed class LibtorchAdafactor : IRecordedOptimizer
{
    private readonly AdafactorOptions _options;
    private readonly double _epsilon1;
    private readonly (string Key, Tensor State)[] _states;
    private int _step;

    public LibtorchAdafactor(AdafactorOptions options, long[] shape, ScalarType type)
    {
        _options = options;
        _epsilon1 = options.Epsilon[0] ?? finfo(type).eps;
        _states = shape.Length > 1
            ? [("row_var", zeros([.. shape[..^1], 1], type)), ("col_var", zeros([.. shape[..^2], 1, shape[^1]], type))]
            : [("variance", zeros(shape, type))];
    }

    public IEnumerable<(string Key, Tensor State)> States => _states;

    public void Step(Tensor parameter, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        _step++;
        var weight = Math.Pow(_step, _options.Beta2Decay);
        var rho = Math.Min(_options.LearningRate, 1 / Math.Pow(_step, 0.5));
        var alpha = Math.Max(_options.Epsilon[1]!.Value, Norm(parameter) / Math.Pow(parameter.numel(), 0.5)) * rho;
        if (_options.WeightDecay != 0)
            parameter.mul_(1 - _options.LearningRate * _options.WeightDecay);

        var update = Estimate(gradient, weight).clamp_(min: _epsilon1 * _epsilon1).rsqrt_();
        update.mul_(gradient);
        var denominator = Math.Max(1.0, Norm(update) / (Math.Pow(update.numel(), 0.5) * _options.Threshold));
        parameter.add_(update, alpha: -alpha / denominator);
    }

    public void Dispose()
    {
        foreach (var (_, state) in _states)
            state.Dispose();
    }

    private Tensor Estimate(Tensor gradient, double weight)
    {
        if (gradient.dim() < 2)
        {
            var variance = _states[0].State;
            variance.lerp_(gradient * gradient, weight);
            return variance.clone();
        }

        var (rows, columns) = (_states[0].State, _states[1].State);
        rows.lerp_(MeanSquare(gradient, -1), weight);
        columns.lerp_(MeanSquare(gradient, -2), weight);
        var estimate = rows.matmul(columns);
        return estimate.div_(rows.mean([-2], keepdim: true).clamp_(min: _epsilon1));
    }

    // Tensor.square_ of PyTorch is pow_(2).
    private static Tensor MeanSquare(Tensor gradient, long dimension) =>
        linalg.vector_norm(gradient, 2, [dimension], keepdim: true).pow_(2).div_(gradient.size((int)(gradient.dim() + dimension)));

    private static double Norm(Tensor tensor) => tensor.norm().ToDouble();
}
