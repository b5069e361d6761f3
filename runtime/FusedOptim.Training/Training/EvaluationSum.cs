using System.Numerics;

namespace FusedOptim.Training;

/// <summary>Sums losses and right answers over batches.</summary>
internal struct EvaluationSum
{
    private double _loss;
    private int _right;
    private int _count;

    public readonly Evaluation Mean => new(_loss / _count, (double)_right / _count);

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">The mean of its losses.</param>
    /// <param name="outputs">examples × classes.</param>
    /// <param name="labels">The class of each example.</param>
    public void Add<T>(double loss, ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _loss += loss * labels.Length;
        _count += labels.Length;
        var classes = outputs.Length / labels.Length;
        for (var i = 0; i < labels.Length; i++)
        {
            if (LargestOutput.IndexOf(outputs.Slice(i * classes, classes)) == labels[i])
                _right++;
        }
    }
}
