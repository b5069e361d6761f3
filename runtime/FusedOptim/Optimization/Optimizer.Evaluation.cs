namespace FusedOptim;

/// <content>Weights to evaluate with in the place of the training weights, and back.</content>
public sealed partial class Optimizer
{
    private EvaluationScope? _evaluation;
    private TrainingWeights? _trainingWeights;

    /// <summary>
    /// Puts the weights to evaluate with in the place of the training weights, until what this returns is disposed:
    /// <see cref="Parameter{T}.Values"/> has them in the meantime, at the same addresses. The training weights are back
    /// afterwards, bit for bit; what was written over the others in the meantime is lost. A rule without a phase for
    /// evaluating evaluates with its training weights: nothing is copied then.
    /// </summary>
    /// <returns>What ends the evaluation when it is disposed; disposing the optimizer does too.</returns>
    /// <exception cref="InvalidOperationException">The optimizer is faulted, weights to evaluate with are in use
    /// already, or a thread flushes denormal numbers to zero or does not round to nearest.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer, its set or its team is disposed.</exception>
    /// <exception cref="OutOfMemoryException">There is no memory for a copy of the training weights, which the first
    /// use allocates.</exception>
    /// <remarks>In the meantime <see cref="Step(StepOptions)"/> throws. Other parameters of the set stay as they are.</remarks>
    public IDisposable UseEvaluationWeights()
    {
        ThrowIfDisposed();
        using var operation = Access.Begin("evaluating by other weights");
        ThrowIfDisposed();
        ThrowIfFaulted();
        ThrowIfEvaluating("they are asked for again");
        var rules = _rules.Where(rule => rule.Phases.HasEvaluate).ToList();
        if (rules.Count > 0)
        {
            _team.CheckFloatingPointMode();
            foreach (var rule in rules)
            {
                rule.Unstepped.Follow();
                rule.PrepareEvaluation();
            }

            _trainingWeights ??= new TrainingWeights(_storage, stream: RuleStates.FirstStream + 1);
            _trainingWeights.Save(_groups);
            try
            {
                foreach (var rule in rules)
                    rule.Evaluate(_trainingWeights.Slab);
            }
            catch
            {
                _trainingWeights.Restore(_groups);
                throw;
            }
        }

        return _evaluation = new EvaluationScope(this);
    }

    /// <summary>Puts the training weights back, if it is the current evaluation that ends.</summary>
    internal void EndEvaluation(EvaluationScope? scope)
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
