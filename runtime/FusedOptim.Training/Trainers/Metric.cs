namespace FusedOptim.Training;

/// <summary>The number that tells the better one of two results.</summary>
public enum Metric
{
    /// <summary>The mean loss; less is better.</summary>
    Loss,

    /// <summary>The share of right answers; more is better, and of equals the lower loss. Data with target values have
    /// none.</summary>
    Accuracy,
}
