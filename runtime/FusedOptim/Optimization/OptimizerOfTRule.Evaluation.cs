namespace FusedOptim;

/// <content>Weights to evaluate with in the place of the training weights, and back.</content>
public sealed partial class Optimizer<TRule>
{
    /// <inheritdoc/>
    public override IDisposable UseEvaluationWeights()
    {
        ThrowIfDisposed();
        using var operation = Access.Begin("evaluating by other weights");
        ThrowIfDisposed();
        ThrowIfFaulted();
        ThrowIfEvaluating("they are asked for again");
        if (_phases.HasEvaluate)
        {
            _team.CheckFloatingPointMode();
            _unstepped.Follow();
            _step.PrepareEvaluation();
            _trainingWeights ??= new TrainingWeights(_storage, NextStream);
            _trainingWeights.Save(_groups);
            try
            {
                _step.Evaluate(_trainingWeights.Slab);
            }
            catch
            {
                _trainingWeights.Restore(_groups);
                throw;
            }
        }

        return _evaluation = new EvaluationScope(this);
    }

    /// <inheritdoc/>
    internal override void EndEvaluation(EvaluationScope? scope)
    {
        if (scope != _evaluation || _isDisposed)
            return;
        using var operation = Access.Begin("ending an evaluation");
        RestoreTrainingWeights();
    }

    private void RestoreTrainingWeights()
    {
        if (_evaluation is null)
            return;
        _evaluation = null;
        if (!_storage.IsDisposed)
            _trainingWeights?.Restore(_groups);
    }
}
