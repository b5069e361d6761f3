using System.Runtime.CompilerServices;

namespace FusedOptim.Guards;

/// <summary>Checks of the numbers that steps, clipping and schedules take.</summary>
internal static class Guard
{
    /// <summary>Throws unless a number is finite.</summary>
    public static void CheckFinite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Check(double.IsFinite(value), value, "finite", name);

    /// <summary>Throws unless a number is greater than 0 and finite.</summary>
    public static void CheckPositive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Check(value > 0 && double.IsFinite(value), value, "greater than 0 and finite", name);

    /// <summary>Returns a number unless it is too small.</summary>
    public static int AtLeast(int minimum, int value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        // The words are put together only where they are needed: steps and epochs check their arguments and allocate nothing.
        if (value < minimum)
            Check(false, value, Invariant($"at least {minimum}"), name);
        return value;
    }

    /// <summary>Throws unless a number is neither too small nor too large.</summary>
    public static void CheckBetween(
        int minimum, int maximum, int value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < minimum || value > maximum)
            Check(false, value, Invariant($"from {minimum} to {maximum}"), name);
    }

    /// <summary>Throws unless two numbers are the bounds of a range that includes 0.</summary>
    public static void CheckRangeAroundZero(double minimum, double maximum)
    {
        Check(minimum <= 0 && double.IsFinite(minimum), minimum, "at most 0 and finite");
        if (!(maximum >= 0 && maximum > minimum && double.IsFinite(maximum)))
            Check(false, maximum, Invariant($"at least 0, finite and greater than the minimum, {minimum}"));
    }

    /// <summary>Throws unless a number is in range.</summary>
    /// <param name="isInRange">Whether it is.</param>
    /// <param name="value">The number.</param>
    /// <param name="range">What it must be, in words.</param>
    /// <param name="name">Its name.</param>
    public static void Check(
        bool isInRange, double value, string range, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!isInRange)
        {
            throw new ArgumentOutOfRangeException(
                name, value, Invariant($"{name} is {value}; it must be {range}."));
        }
    }
}
