using FusedOptim.Training.Numerics;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Landscapes;

/// <summary>
/// A random direction, normalized by filter: normal deviates, of which each row of a weight is scaled to the Euclidean norm that the row
/// has in the network. A unit in this direction changes each filter by as much as it is large, so that slices of networks whose weights
/// have different scales can be compared. Biases and the parameters of normalizations stay (Li, Xu, Taylor, Studer and Goldstein,
/// "Visualizing the loss landscape of neural nets", 2018, section 4).
/// </summary>
/// <remarks>A row is what belongs to the outermost index of a weight of two or more dimensions: the weights of one output. A function of
/// the seed and the weights: the same bits on every machine.</remarks>
/// <param name="Seed">The seed of the normal deviates.</param>
public sealed record RandomDirection(long Seed) : WeightDirection
{
    internal override double[][] GetComponents(Network<float> network) =>
    [
        .. network.Parameters.Select(GetComponents),
        .. network.Parameters.Buffers.Select(buffer => new double[buffer.Count]),
    ];

    private double[] GetComponents(Parameter<float> parameter, int index)
    {
        var components = new double[parameter.Count];
        if (parameter.Shape.Rank < 2 || parameter.Kind is ParameterKind.Bias or ParameterKind.Scale)
            return components;
        var random = RandomStreams.Direction(Seed, index);
        var length = components.Length / parameter.Shape[0];
        for (var start = 0; start < components.Length; start += length)
        {
            var row = components.AsSpan(start, length);
            for (var i = 0; i < length; i++)
                row[i] = random.GetNormal(start + i);
            var scale = Math.Sqrt(
                DoubleLanes.SumSquares<float>(parameter.Values.Slice(start, length)) / DoubleLanes.SumSquares<double>(row));
            foreach (ref var component in row)
                component *= scale;
        }

        return components;
    }
}
