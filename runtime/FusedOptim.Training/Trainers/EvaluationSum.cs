using FusedOptim.Training.Data;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training;

/// <summary>Sums losses and right answers over batches.</summary>
internal struct EvaluationSum
{
    /// <summary>The sum of the losses, each times its weight.</summary>
    public double Loss;

    /// <summary>The sum of the weights of the losses: the number of examples, unless the loss weighs them.</summary>
    public double Weight;

    /// <summary>The number of right answers.</summary>
    public int Right;

    /// <summary>The number of examples that are not ignored.</summary>
    public int Count;

    /// <summary>Whether examples have labels.</summary>
    public bool HasLabels;

    private double _partLoss;
    private int _partCount;

    /// <summary>The mean loss and the share of right answers; NaN where nothing counts.</summary>
    public readonly Evaluation Mean => new(Loss / Weight, HasLabels ? (double)Right / Count : double.NaN);

    /// <summary>The mean loss of a batch: 0 where nothing in it counts.</summary>
    // Of one part the loss itself, as a loop by hand has it: a product and a quotient would round it.
    public readonly double BatchLoss => Weight == 0 ? Loss : _partCount == 1 ? _partLoss : Loss / Weight;

    /// <summary>Adds what was summed over other examples.</summary>
    public void Add(EvaluationSum other)
    {
        Loss += other.Loss;
        Weight += other.Weight;
        Right += other.Right;
        Count += other.Count;
        HasLabels = other.HasLabels;
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="mean">Its value for the batch.</param>
    /// <param name="outputs">examples × values.</param>
    /// <param name="batch">The examples.</param>
    public void Add(Loss loss, double mean, ReadOnlySpan<float> outputs, MiniBatch batch)
    {
        var weight = loss.GetWeight(batch);
        (_partLoss, _partCount) = (mean, _partCount + 1);
        Loss += mean * weight;
        Weight += weight;
        HasLabels = batch.HasLabels;
        if (loss is not LabelLoss labelLoss)
        {
            Count += batch.Count;
            return;
        }

        var classes = outputs.Length / batch.Count;
        for (var i = 0; i < batch.Labels.Length; i++)
        {
            if (labelLoss.Ignores(batch.Labels[i]))
                continue;
            Count++;
            if (LargestOutput.IndexOf(outputs.Slice(i * classes, classes)) == batch.Labels[i])
                Right++;
        }
    }
}
