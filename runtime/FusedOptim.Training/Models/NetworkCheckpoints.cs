using System.Numerics;
using FusedOptim.Training.Checkpoints;

namespace FusedOptim.Training;

/// <summary>The part of a network in a checkpoint.</summary>
public static class NetworkCheckpoints
{
    /// <summary>Adds a network: its parameters and buffers, the names of its inputs and outputs, and what the masks of dropout are drawn
    /// from.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="network">The network.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of one of its names already.</exception>
    public static Checkpoint Add<T>(this Checkpoint checkpoint, Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(network);
        return network.AddNamesTo(checkpoint.Add(network.Parameters)).Add(
            "network.forward_count", () => network.ForwardCount, value => network.ForwardCount = value,
            value => value >= 0 ? null : "at least 0");
    }
}
