using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <summary>Sums losses and right answers over batches.</summary>
internal struct EvaluationSum
{
    /// <summary>The sum of the losses.</summary>
    public double Loss;

    /// <summary>The number of right answers.</summary>
    public int Right;

    /// <summary>The number of examples.</summary>
    public int Count;

    /// <summary>Whether examples have labels.</summary>
    public bool HasLabels;

    /// <summary>The mean loss and the share of right answers.</summary>
    public readonly Evaluation Mean => new(Loss / Count, HasLabels ? (double)Right / Count : double.NaN);

    /// <summary>Adds what was summed over other examples.</summary>
    public void Add(EvaluationSum other)
    {
        Loss += other.Loss;
        Right += other.Right;
        Count += other.Count;
        HasLabels = other.HasLabels;
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">The mean of its losses.</param>
    /// <param name="outputs">examples × values.</param>
    /// <param name="batch">The examples.</param>
    public void Add(double loss, ReadOnlySpan<float> outputs, MiniBatch batch)
    {
        Loss += loss * batch.Count;
        Count += batch.Count;
        HasLabels = batch.HasLabels;
        var classes = outputs.Length / batch.Count;
        for (var i = 0; i < batch.Labels.Length; i++)
        {
            if (LargestOutput.IndexOf(outputs.Slice(i * classes, classes)) == batch.Labels[i])
                Right++;
        }
    }
}
