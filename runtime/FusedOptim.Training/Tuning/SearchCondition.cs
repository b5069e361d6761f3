using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Tuning;

/// <summary>The values of another dimension for which a dimension means anything, such as the depths of a network that has a third
/// layer. Where it means nothing, a point has the value of place 0, so that points which mean the same are equal.</summary>
/// <param name="Name">The name of the other dimension, which comes before in the space.</param>
/// <param name="Values">The values.</param>
public sealed record SearchCondition(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Gets the values.</summary>
    public IReadOnlyList<double> Values { get; init => field = ValueList<double>.Of(value); } = ValueList<double>.Of(Values);
}
