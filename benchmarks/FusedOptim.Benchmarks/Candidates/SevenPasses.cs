using System.Numerics.Tensors;
using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>
/// The pipeline around AdamW as frameworks have it, seven vector passes over memory, each shared by the threads of the team:
/// unscale, finite check, norm, clip, AdamW, average of the weights, zero gradients. The norm and AdamW are
/// FusedOptim's, the others those of <see cref="TensorPrimitives"/>, which work in place at the speed of memory.
/// </summary>
internal sealed class SevenPasses : ICandidate, IParallelWork, IDisposable
{
    public const double GradientScale = 1.0 / 1024;
    public const double MaximumNorm = 1;
    private const float AverageDecay = 0.999f;
    private const int LineLength = 16;

    private readonly SlabOperands _operands;
    private readonly ParameterSet<float> _parameters;
    private readonly AlignedMemory _average;
    private readonly WorkerTeam _team;
    private Pass _pass;
    private float _factor;
    private int _step;
    private bool _isFinite;

    public SevenPasses(int count, WorkerTeam team)
    {
        _team = team;
        _operands = new SlabOperands(count, team);
        _parameters = _operands.Parameters;
        _average = new AlignedMemory(count, stream: 4);
        _operands.Parameter.CopyTo(_average.Span);
    }

    private enum Pass
    {
        Multiply,
        CheckFinite,
        Average,
        Zero,
    }

    public string Name => "seven passes";

    public Span<float> Gradients => _operands.Gradient;

    public ReadOnlySpan<float> Average => _average.Span;

    public void Step()
    {
        // Unscale.
        Run(Pass.Multiply, (float)GradientScale);
        _isFinite = true;
        Run(Pass.CheckFinite, 0);
        if (!_isFinite)
            throw new InvalidOperationException("A gradient is not finite.");
        var norm = _parameters.ComputeGradientNorm(_team);
        // Clip.
        Run(Pass.Multiply, (float)Math.Min(1, MaximumNorm / (norm + 1e-6)));
        _operands.Optimizer.Step();
        _step++;
        Run(Pass.Average, 1 - Math.Min(AverageDecay, (1f + _step) / (10 + _step)));
        Run(Pass.Zero, 0);
    }

    public void Run(int worker, int workerCount)
    {
        var (first, end) = WorkerTeam.Share(_operands.Count / LineLength, worker, workerCount);
        var (start, length) = ((int)first * LineLength, (int)(end - first) * LineLength);
        var gradients = Gradients.Slice(start, length);
        switch (_pass)
        {
            case Pass.Multiply:
                TensorPrimitives.Multiply(gradients, _factor, gradients);
                break;
            case Pass.CheckFinite:
                if (!TensorPrimitives.IsFiniteAll<float>(gradients))
                    _isFinite = false;
                break;
            case Pass.Average:
                var average = _average.Span.Slice(start, length);
                TensorPrimitives.Lerp<float>(average, _operands.Parameter.Slice(start, length), _factor, average);
                break;
            case Pass.Zero:
                gradients.Clear();
                break;
        }
    }

    public void Dispose()
    {
        _average.Dispose();
        _operands.Dispose();
    }

    private void Run(Pass pass, float factor)
    {
        (_pass, _factor) = (pass, factor);
        _team.Run(this);
    }
}
