namespace FusedOptim.Training;

/// <summary>What a layer must know of the pass that it computes in.</summary>
/// <param name="IsTraining">Whether the network learns from the batch: dropout drops, batch normalization takes the
/// statistics of the batch, and <see cref="NetworkLayer{T}.Backward"/> may follow.</param>
/// <param name="Number">The number of training passes that the network has made before: what masks are drawn from,
/// so that every pass has its own and a run that is resumed has the same ones.</param>
public readonly record struct ForwardPass(bool IsTraining, long Number);
