using System.Runtime.CompilerServices;

namespace FusedOptim.Training;

/// <summary>Checks arguments of layers.</summary>
internal static class LayerArgument
{
    /// <summary>The value, if it is at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int AtLeastOne(int value, [CallerArgumentExpression(nameof(value))] string name = "") => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be at least 1.");

    /// <summary>The value, if it is above 0 and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, $"{name} is {value}; it must be greater than 0 and finite.");
}
