using System.Globalization;
using System.Text;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">The mean of the losses of the examples, weighted where the loss weighs them
/// (<see cref="Losses.Loss.GetWeight"/>); NaN where nothing counts.</param>
/// <param name="Accuracy">The share of the examples whose largest output is their label's: 0 to 1. Examples that the loss ignores
/// are left out. NaN where examples have target values. An example whose outputs are NaN has no class
/// (<see cref="Network{T}.Classify(ReadOnlySpan{T}, Span{int})"/>) and counts as wrong.</param>
public readonly record struct Evaluation(double Loss, double Accuracy)
{
    /// <summary>Gets the loss or the accuracy.</summary>
    /// <param name="metric">Which of the two.</param>
    public double GetValue(Metric metric) => metric == Metric.Loss ? Loss : Accuracy;

    /// <summary>Looks at a network on a data set, as <see cref="Network{T}.Predict"/> computes: by the weights that the network
    /// holds. <see cref="Trainer.Evaluate"/> uses the evaluation weights, such as averages.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="ArgumentException">The data have another number of features than the network takes, more classes than it
    /// has outputs, answers of the kind that the loss does not take, or an ignored label that the loss does not ignore; or the loss
    /// has another number of class weights.</exception>
    /// <exception cref="InvalidOperationException">The network is in use on another thread.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public static Evaluation Compute(
        Network<float> network, Loss loss, Dataset dataset, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        using var access = network.Access.Enter();
        network.Check(dataset);
        loss.Check(dataset, nameof(dataset));
        loss.CheckOutputs(network.OutputSize, nameof(loss));
        var sum = new EvaluationSum();
        for (var row = 0; row < dataset.Count; row += NetworkPredictions.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = dataset.Slice(row, Math.Min(NetworkPredictions.BatchSize, dataset.Count - row));
            var outputs = network.Predict(batch.Features);
            sum.Add(loss, loss.Evaluate(outputs, batch), outputs, batch);
        }

        return sum.Mean;
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Loss = {Loss}");
        // Target values have no accuracy.
        if (!double.IsNaN(Accuracy))
            builder.Append(CultureInfo.InvariantCulture, $", Accuracy = {Accuracy}");
        return true;
    }

    /// <summary>Whether the result is better than another one. A result that is not finite never is.</summary>
    internal bool IsBetterThan(Evaluation? other, Metric metric)
    {
        if (!double.IsFinite(Loss) || !double.IsFinite(GetValue(metric)))
            return false;
        if (other is not { } best)
            return true;
        var order = metric == Metric.Accuracy ? Accuracy.CompareTo(best.Accuracy) : 0;
        return order > 0 || order == 0 && Loss < best.Loss;
    }
}
