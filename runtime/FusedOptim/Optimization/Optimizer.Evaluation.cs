using FusedOptim.Groups;

namespace FusedOptim;

/// <content>Weights to evaluate with in the place of the training weights, and back.</content>
public sealed partial class Optimizer
{
    private EvaluationScope? _evaluation;
    private IReadOnlyList<Parameter> _evaluated = [];

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
        if (_rules.Exists(rule => rule.Phases.HasEvaluate))
        {
            _team.CheckFloatingPointEnvironment();
            _unstepped.Follow();
            var evaluated = _step.PrepareEvaluation();
            foreach (var parameter in evaluated)
                parameter.States!.SaveTrainingWeights(parameter);
            _evaluated = evaluated;
            try
            {
                _step.Evaluate(evaluated);
            }
            catch
            {
                PutTrainingWeightsBack();
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
            PutTrainingWeightsBack();
    }

    private void PutTrainingWeightsBack()
    {
        _storage.Resolve(_evaluated);
        foreach (var parameter in _evaluated)
            parameter.States!.RestoreTrainingWeights(parameter);
        _evaluated = [];
    }
}
