using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>
/// A layer whose work is cut into units that a team shares: rows, or blocks of columns. A unit is computed by one thread
/// from start to end, so that the number of threads changes no bit.
/// </summary>
/// <param name="team">The threads.</param>
internal abstract unsafe class ParallelLayer<T>(WorkerTeam team) : NetworkLayer<T>, IParallelWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Below this many values it takes longer to wake a worker than to do its share.
    private const int LeastSharedCount = 8192;

    private LayerPhase _phase;
    private int _unitCount;
    private T* _inputs;
    private T* _gradients;
    private T* _results;
    private int _inputCount;
    private int _gradientCount;
    private int _resultCount;

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var (start, end) = WorkerTeam.Share(_unitCount, worker, workerCount);
        Run(
            _phase, (int)start, (int)end, worker, new ReadOnlySpan<T>(_inputs, _inputCount),
            new ReadOnlySpan<T>(_gradients, _gradientCount), new Span<T>(_results, _resultCount));
    }

    /// <summary>Runs a phase over all units.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="unitCount">The number of units.</param>
    /// <param name="inputs">What is read.</param>
    /// <param name="gradients">What else is read, or nothing.</param>
    /// <param name="results">What is written, or nothing.</param>
    protected void Share(
        LayerPhase phase, int unitCount, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, Span<T> results)
    {
        if (inputs.Length < LeastSharedCount)
        {
            Run(phase, 0, unitCount, 0, inputs, gradients, results);
            return;
        }

        fixed (T* inputStart = inputs, gradientStart = gradients, resultStart = results)
        {
            (_phase, _unitCount) = (phase, unitCount);
            _inputs = inputStart;
            _gradients = gradientStart;
            _results = resultStart;
            (_inputCount, _gradientCount, _resultCount) = (inputs.Length, gradients.Length, results.Length);
            team.Run(this);
        }
    }

    /// <summary>Runs a phase over some units, which nobody else runs it over.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="start">The first unit.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="worker">The number of the share: whose scratch memory is free to use.</param>
    /// <param name="inputs">What <see cref="Share"/> was given.</param>
    /// <param name="gradients">What it was given.</param>
    /// <param name="results">What it was given.</param>
    protected abstract void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients,
        Span<T> results);
}
