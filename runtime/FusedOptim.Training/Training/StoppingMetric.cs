namespace FusedOptim.Training;

/// <summary>What tells the best epoch.</summary>
public enum StoppingMetric
{
    /// <summary>The loss on the validation data: less is better.</summary>
    Loss,

    /// <summary>The accuracy on the validation data: more is better.</summary>
    Accuracy,
}
