namespace FusedOptim.Training;

/// <summary>Sums losses and right answers over batches.</summary>
internal struct EvaluationSum
{
    private double _loss;
    private int _right;
    private int _count;
    private bool _hasLabels;

    public readonly Evaluation Mean => new(_loss / _count, _hasLabels ? (double)_right / _count : double.NaN);

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">The mean of its losses.</param>
    /// <param name="outputs">examples × values.</param>
    /// <param name="batch">The examples.</param>
    public void Add(double loss, ReadOnlySpan<float> outputs, MiniBatch batch)
    {
        _loss += loss * batch.Count;
        _count += batch.Count;
        _hasLabels = !batch.Labels.IsEmpty;
        var classes = outputs.Length / batch.Count;
        for (var i = 0; i < batch.Labels.Length; i++)
        {
            if (LargestOutput.IndexOf(outputs.Slice(i * classes, classes)) == batch.Labels[i])
                _right++;
        }
    }
}
