using FusedOptim.Schema;
using FusedOptim.Training.Data;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Metrics;

namespace FusedOptim.Training;

/// <content>Using what was learned: all of it by the same weights.</content>
public sealed partial class Trainer
{
    // The step after which early stopping put the best weights back, as they were evaluated; −1 where it did not.
    private int _bestWeightsStep = -1;
    private IDisposable? _evaluation;

    private bool HasBestWeights
    {
        get => _bestWeightsStep == Optimizer.StepCount;
        set => _bestWeightsStep = value ? Optimizer.StepCount : -1;
    }

    /// <summary>
    /// Temporarily replaces the training weights with the evaluation weights. Dispose the returned scope to restore them.
    /// The evaluation weights are those that <see cref="Evaluate"/>, the predictions of the trainer and
    /// <see cref="SaveNetwork(string, Preprocessing?, TargetScaling?)"/> use: the average where the rule has
    /// <see cref="AveragedWeightsAttribute"/>, x of a schedule-free rule, after early stopping the best weights, and the training
    /// weights in all other cases.
    /// </summary>
    /// <returns>What restores the training weights when it is disposed. <see cref="Fit"/> throws before that. Within the scope,
    /// members of the trainer that use the evaluation weights can be called. While another thread uses the trainer, disposing
    /// the scope throws an <see cref="InvalidOperationException"/> and restores nothing; dispose it again after that.</returns>
    /// <exception cref="InvalidOperationException">The optimizer is faulted, a caller of
    /// <see cref="FusedOptim.Optimizer.UseEvaluationWeights"/> has not disposed what it returned, or the trainer is in use on another
    /// thread.</exception>
    /// <exception cref="ObjectDisposedException">The trainer is disposed.</exception>
    /// <remarks>Members of <see cref="Network"/> use the weights that the network holds at that time: outside of such a scope
    /// the training weights.</remarks>
    public IDisposable UseEvaluationWeights()
    {
        using var use = BeginUse();
        if (_evaluation is not null)
            return new EvaluationWeights(this, weights: null);
        var weights = HasBestWeights ? null : Optimizer.UseEvaluationWeights();
        return _evaluation = new EvaluationWeights(this, weights);
    }

    /// <summary>Loss and accuracy on a data set, without learning from it: by the evaluation weights
    /// (<see cref="UseEvaluationWeights"/>), and as <see cref="Network{T}.Predict"/> computes.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="ArgumentException">It has another number of features than the network takes, more classes than it has
    /// outputs, or answers of the kind that the loss does not take.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled; the training weights are back.</exception>
    public Evaluation Evaluate(Dataset dataset, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            return Evaluation.Compute(Network, _loss, dataset, cancellationToken);
    }

    /// <summary>Compares the classes that the network predicts for a data set with its labels, by the evaluation weights
    /// (<see cref="UseEvaluationWeights"/>). Examples that the data set or the loss ignores are left out.</summary>
    /// <param name="dataset">The data, with labels.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <exception cref="ArgumentException">The examples do not have labels or do not fit the network.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; the training weights are back.</exception>
    public ConfusionMatrix ComputeConfusionMatrix(Dataset dataset, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            return ConfusionMatrix.Compute(Network, dataset, label => _loss is LabelLoss loss && loss.Ignores(label), cancellationToken);
    }

    /// <summary>Compares the outputs of the network with the target values of a data set, by the evaluation weights
    /// (<see cref="UseEvaluationWeights"/>).</summary>
    /// <param name="dataset">The data as for <see cref="Evaluate"/>: with scaled target values, where the network was trained on scaled
    /// ones.</param>
    /// <param name="targetScaling">What the target values went through, if anything: outputs and target values are converted back, so
    /// that errors are in the units before scaling.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <exception cref="ArgumentException">The examples do not have target values, or do not fit the network or the
    /// scaling.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; the training weights are back.</exception>
    public RegressionReport EvaluateRegression(
        Dataset dataset, TargetScaling? targetScaling = null, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            return RegressionReport.Compute(Network, dataset, targetScaling, cancellationToken);
    }

    /// <summary>Saves the network with the evaluation weights (<see cref="UseEvaluationWeights"/>), as
    /// <see cref="Network{T}.Save(string, Preprocessing?, TargetScaling?)"/> does: what was evaluated, for use.
    /// <see cref="Save(string, CancellationToken)"/> saves the training, to go on with.</summary>
    /// <inheritdoc cref="Network{T}.Save(string, Preprocessing?, TargetScaling?)"/>
    public void SaveNetwork(string path, Preprocessing? preprocessing = null, TargetScaling? targetScaling = null)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            Network.Save(path, preprocessing, targetScaling);
    }

    /// <summary>Saves the network with the evaluation weights to a stream, as
    /// <see cref="Network{T}.Save(Stream, Preprocessing?, TargetScaling?)"/> does.</summary>
    /// <inheritdoc cref="Network{T}.Save(Stream, Preprocessing?, TargetScaling?)"/>
    public void SaveNetwork(Stream stream, Preprocessing? preprocessing = null, TargetScaling? targetScaling = null)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            Network.Save(stream, preprocessing, targetScaling);
    }

    /// <summary>Takes the running statistics of batch normalization again, by the evaluation weights
    /// (<see cref="UseEvaluationWeights"/>): see <see cref="BatchNormStatistics.UpdateBatchNorm"/>. Needed before averaged or
    /// schedule-free weights are evaluated or saved: the statistics that training leaves belong to the training weights.
    /// They stay until training moves them.</summary>
    /// <inheritdoc cref="BatchNormStatistics.UpdateBatchNorm"/>
    /// <param name="dataset">The training data, as the network takes them: without augmentation.</param>
    /// <param name="batchSize">The number of examples per batch, at least 2; more where the last batch would have only one
    /// example.</param>
    public void UpdateBatchNorm(Dataset dataset, int batchSize = 256)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            Network.UpdateBatchNorm(dataset, batchSize);
    }

    // Training goes on from these weights, and averages from there.
    private void RestoreBestWeights()
    {
        HasBestWeights = EarlyStopping?.Restore(Network) == true;
        if (HasBestWeights && Optimizer.Groups.Any(group => group.Rule.Schema.Phases is [.., { Kind: PhaseKind.Evaluate }]))
            Optimizer.ReloadParameters();
    }

    private void CheckTrainingWeights()
    {
        if (_evaluation is not null)
        {
            throw new InvalidOperationException(
                "The evaluation weights are in use. Dispose what UseEvaluationWeights returned before Fit.");
        }
    }

    // A scope within another one restores nothing.
    private sealed class EvaluationWeights(Trainer trainer, IDisposable? weights) : IDisposable
    {
        public void Dispose()
        {
            if (trainer._evaluation != this)
                return;
            using var use = trainer.EnterUse();
            weights?.Dispose();
            trainer._evaluation = null;
        }
    }
}
