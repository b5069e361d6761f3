using System.Globalization;
using System.Numerics;

namespace FusedOptim.Training.Initialization;

/// <summary>Finds weights that start all equal in front of other weights.</summary>
internal static class EqualWeights
{
    /// <summary>A warning for each matrix of weights that starts all equal, but the last, which may.</summary>
    /// <param name="parameters">The parameters of a network, in the order of its layers.</param>
    public static IReadOnlyList<string> Warnings<T>(IEnumerable<Parameter<T>> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Parameter<T>[] weights = [.. parameters.Where(parameter => parameter.Kind == ParameterKind.Weight)];
        return
        [
            .. weights[..^Math.Min(1, weights.Length)]
                .Where((weight, i) => HasEqualUnits(weight) && !EndsBranch(weight.Name, weights[i + 1].Name))
                .Select(Describe),
        ];
    }

    private static bool HasEqualUnits<T>(Parameter<T> weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        weight.Shape.Rank >= 2 && weight.Shape[0] > 1 && !weight.Values.ContainsAnyExcept(weight.Values[0]);

    // What a residual connection adds may start as zero: derivatives go around it.
    private static bool EndsBranch(string name, string next)
    {
        var end = name.IndexOf('.', StringComparison.Ordinal) + 1;
        return name.StartsWith("residual", StringComparison.Ordinal)
            && !next.StartsWith(name[..end], StringComparison.Ordinal);
    }

    private static string Describe<T>(Parameter<T> weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        $"All weights of '{weight.Name}' start as {weight.Values[0].ToString("R", CultureInfo.InvariantCulture)}, in front of " +
        "other weights. Its units then compute the same and, if the weights behind it are equal too, get the same " +
        "derivatives, so that they stay equal and learn no more than one of them; zeros give no derivatives to what is " +
        "before them, and ReLU none at all. Start from random weights, such as Initializer.HeNormal.";
}
