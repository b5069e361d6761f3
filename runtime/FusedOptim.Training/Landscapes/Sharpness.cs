namespace FusedOptim.Training.Landscapes;

/// <summary>The rise of the loss around the weights of a network: little at a flat minimum.</summary>
/// <param name="Loss">The loss at the weights.</param>
/// <param name="MeanRise">The mean of the rises of the loss over all places that were tried.</param>
/// <param name="LargestRise">The largest of them.</param>
public sealed record Sharpness(double Loss, double MeanRise, double LargestRise)
{
    /// <summary>The three numbers.</summary>
    public override string ToString() => Invariant($"loss {Loss:G5}, mean rise {MeanRise:G5}, largest rise {LargestRise:G5}");
}
