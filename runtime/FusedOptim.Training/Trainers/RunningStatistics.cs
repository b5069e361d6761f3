namespace FusedOptim.Training;

/// <summary>
/// The running statistics of a network, which its forward passes move, over the passes of one step: a step moves them once,
/// and one that is not taken leaves them as they were.
/// </summary>
internal sealed class RunningStatistics
{
    private readonly IReadOnlyList<Parameter<float>> _buffers;
    private readonly float[][] _kept;
    private readonly double[][] _moved;

    /// <summary>The statistics of a network.</summary>
    public RunningStatistics(Network<float> network)
    {
        _buffers = network.Parameters.Buffers;
        _kept = [.. _buffers.Select(buffer => new float[buffer.Count])];
        _moved = [.. _buffers.Select(buffer => new double[buffer.Count])];
    }

    /// <summary>Keeps what the statistics are before a step.</summary>
    public void Keep()
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            _buffers[i].Values.CopyTo(_kept[i]);
            _moved[i].AsSpan().Clear();
        }
    }

    /// <summary>Takes what one of several passes has moved the statistics to, and puts back what they were before the step, so
    /// that the next pass starts from there too.</summary>
    /// <param name="weight">The share of the step's examples that the pass has.</param>
    public void AddPass(double weight)
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            var values = _buffers[i].Values;
            for (var j = 0; j < values.Length; j++)
                _moved[i][j] += weight * values[j];
        }

        PutBack();
    }

    /// <summary>Moves the statistics to the mean of what the passes moved them to.</summary>
    public void MoveToMean()
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            var values = _buffers[i].Values;
            for (var j = 0; j < values.Length; j++)
                values[j] = (float)_moved[i][j];
        }
    }

    /// <summary>Puts back what the statistics were before the step.</summary>
    public void PutBack()
    {
        for (var i = 0; i < _kept.Length; i++)
            _kept[i].CopyTo(_buffers[i].Values);
    }
}
