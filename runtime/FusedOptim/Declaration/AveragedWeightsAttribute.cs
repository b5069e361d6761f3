namespace FusedOptim;

/// <summary>
/// Keeps an average of the parameters, updated in the same pass, to evaluate with (<c>optimizer.UseEvaluationWeights()</c>). It
/// is one more state, of the key <c>average</c>.
/// </summary>
/// <remarks>
/// Exponential by default: a ← a + (1 − βₜ)(θ − a) with βₜ = min(β, (1 + t)/(10 + t)), the warm-up of TensorFlow's moving
/// averages. Plain: the mean of the parameters after each step, as in stochastic weight averaging (P. Izmailov et al.,
/// "Averaging Weights Leads to Wider Optima and Better Generalization", UAI 2018). The decay rate β is the hyperparameter named
/// <c>AverageDecay</c> if the rule declares one; otherwise the attribute adds it as a settable property.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AveragedWeightsAttribute : Attribute
{
    /// <summary>An exponential average with the rule's own decay rate, or 0.999.</summary>
    public AveragedWeightsAttribute()
    {
    }

    /// <summary>An exponential average with a default for the property that the attribute adds.</summary>
    /// <param name="decay">The default of <c>AverageDecay</c>: at least 0, below 1.</param>
    public AveragedWeightsAttribute(double decay) => Decay = decay;

    /// <summary>The default decay rate.</summary>
    public double Decay { get; } = 0.999;

    /// <summary>Whether the average is plain: all steps weigh the same.</summary>
    public bool Plain { get; init; }
}
