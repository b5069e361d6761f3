namespace FusedOptim.Training.Landscapes;

/// <summary>
/// The direction to the weights of another network: 0 is the network, 1 the other one (Goodfellow, Vinyals and Saxe, "Qualitatively
/// characterizing neural network optimization problems", 2015). Buffers, such as running statistics, lie between the two alike.
/// </summary>
/// <param name="Other">The other network, with parameters and buffers of the same names and shapes.</param>
public sealed record DirectionTo(Network<float> Other) : WeightDirection
{
    internal override double[][] GetComponents(Network<float> network)
    {
        ArgumentNullException.ThrowIfNull(Other);
        Parameter<float>[] from = [.. network.Parameters, .. network.Parameters.Buffers];
        Parameter<float>[] to = [.. Other.Parameters, .. Other.Parameters.Buffers];
        for (var i = 0; i < Math.Max(from.Length, to.Length); i++)
        {
            var (own, other) = (from.ElementAtOrDefault(i), to.ElementAtOrDefault(i));
            if (own?.Name != other?.Name || own?.Shape != other?.Shape)
            {
                throw new ArgumentException(
                    $"The other network has {Describe(other)} where the network has {Describe(own)}; both must have the same.",
                    nameof(network));
            }
        }

        using var access = Other.Access.Enter();
        return [.. from.Zip(to, Subtract)];
    }

    private static double[] Subtract(Parameter<float> from, Parameter<float> to)
    {
        var start = from.Values;
        var end = to.Values;
        var components = new double[start.Length];
        for (var i = 0; i < components.Length; i++)
            components[i] = (double)end[i] - start[i];
        return components;
    }

    private static string Describe(Parameter<float>? parameter) =>
        parameter is null ? "nothing" : $"'{parameter.Name}' {parameter.Shape}";
}
