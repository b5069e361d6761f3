namespace FusedOptim;

/// <summary>
/// Keeps slow weights beside the parameters of a rule. Each k-th step moves them towards the parameters, and sets the parameters to
/// them: slow ← slow + α(θ − slow); θ ← slow (M. Zhang et al., "Lookahead Optimizer: k steps forward, 1 step back", NeurIPS 2019).
/// </summary>
/// <remarks>
/// The slow weights are one more state, of the key <c>slow</c>, which starts from the parameter and keeps the precision of kernels.
/// The other steps have kernels of their own, which neither read nor write it. They are the weights to evaluate with
/// (<c>optimizer.UseEvaluationWeights()</c>), as in the paper, unless <see cref="AveragedWeightsAttribute"/> keeps an average of the
/// parameters beside them. Steps are counted by parameter. k and α are the hyperparameters named <c>LookaheadInterval</c> and
/// <c>LookaheadRate</c> if the rule declares them; otherwise the attribute adds them as settable properties. A change of k counts from
/// the next step on: the weights are synchronized after each step whose number the current k divides.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LookaheadAttribute : Attribute
{
    /// <summary>Slow weights with the rule's own hyperparameters, or every 5 steps at the rate 0.5.</summary>
    public LookaheadAttribute()
    {
    }

    /// <summary>Slow weights with a default for the interval that the attribute adds.</summary>
    /// <param name="interval">The default of <c>LookaheadInterval</c>: at least 1.</param>
    public LookaheadAttribute(int interval) => Interval = interval;

    /// <summary>Slow weights with defaults for the properties that the attribute adds.</summary>
    /// <param name="interval">The default of <c>LookaheadInterval</c>: at least 1.</param>
    /// <param name="rate">The default of <c>LookaheadRate</c>: from 0 to 1.</param>
    public LookaheadAttribute(int interval, double rate) => (Interval, Rate) = (interval, rate);

    /// <summary>The default of k, the number of steps from one synchronization to the next.</summary>
    public int Interval { get; } = 5;

    /// <summary>The default of α, the share of the way that the slow weights move.</summary>
    public double Rate { get; } = 0.5;
}
