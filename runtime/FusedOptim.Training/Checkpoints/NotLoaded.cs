namespace FusedOptim.Training.Checkpoints;

/// <summary>Something that <see cref="Checkpoint.LoadMatching(string, CancellationToken)"/> left as it was.</summary>
/// <param name="Name">The name of the tensor or number, such as "dense1.weight" or "dense1.weight.exp_avg".</param>
/// <param name="Reason">The reason.</param>
/// <param name="Message">The reason in words, with what the file has and what is allowed.</param>
public sealed record NotLoaded(string Name, NotLoadedReason Reason, string Message);
