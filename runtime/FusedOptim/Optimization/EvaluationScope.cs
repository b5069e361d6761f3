namespace FusedOptim;

/// <summary>The time in which weights to evaluate with stand in the place of training weights.</summary>
internal sealed class EvaluationScope(Optimizer optimizer) : IDisposable
{
    /// <summary>Puts the training weights back; once.</summary>
    public void Dispose() => optimizer.EndEvaluation(this);
}
