namespace FusedOptim;

/// <summary>How an optimizer runs. None of it changes the numbers.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The threads that share a step; <see cref="WorkerTeam.Default"/> unasked.</summary>
    public WorkerTeam? Team { get; init; }

    /// <summary>The code that kernels run as; <see cref="KernelTargets.Selected"/> unasked.</summary>
    public KernelTarget? Target { get; init; }
}
