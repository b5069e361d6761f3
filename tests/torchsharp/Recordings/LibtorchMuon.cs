using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Recordings;

/// <summary>
/// <c>_single_tensor_muon</c> of torch/optim/_muon.py in PyTorch 2.10: the same operations of libtorch in the same order, but for the
/// Newton–Schulz iteration, which is in the precision of the parameter here and in bfloat16 there. TorchSharp does not have this
/// optimizer.
/// </summary>
internal sealed class LibtorchMuon(MuonOptions options, long[] shape, ScalarType type) : IRecordedOptimizer
{
    private const double A = 3.4445;
    private const double B = -4.7750;
    private const double C = 2.0315;

    private readonly Tensor _momentum = zeros(shape, type);

    public IEnumerable<(string Key, Tensor State)> States => [("momentum_buffer", _momentum)];

    public void Step(Tensor parameter, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        _momentum.lerp_(gradient, 1 - options.Momentum);
        var update = Orthogonalize(options.Nesterov ? gradient.lerp(_momentum, options.Momentum) : _momentum);
        parameter.mul_(1 - options.LearningRate * options.WeightDecay);
        parameter.add_(update, alpha: -options.LearningRate * Ratio());
    }

    public void Dispose() => _momentum.Dispose();

    private static Tensor Orthogonalize(Tensor update)
    {
        var isTall = update.size(0) > update.size(1);
        var x = (isTall ? update.t() : update).clone();
        x.div_(x.norm().clamp(min: 1e-7));
        for (var i = 0; i < 5; i++)
        {
            var gram = x.matmul(x.t());
            // TorchSharp's addmm rounds its coefficients to single precision.
            var polynomial = gram.mul(B).add(gram.matmul(gram), alpha: C);
            x = x.mul(A).add(polynomial.matmul(x));
        }

        return isTall ? x.t() : x;
    }

    private double Ratio() => options.Adjustment == "original"
        ? Math.Sqrt(Math.Max(1.0, (double)shape[0] / shape[1]))
        : 0.2 * Math.Sqrt(Math.Max(shape[0], shape[1]));
}
