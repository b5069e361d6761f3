using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.Numerics;

namespace FusedOptim.Clipping;

/// <summary>The formula of clipping to a Euclidean norm.</summary>
internal static class NormClipping
{
    // As PyTorch's clip_grad_norm_ has it.
    private const double Margin = 1e-6;

    private static readonly Magnitude s_one = Magnitude.Of(1);

    /// <summary>s·min(1, maximum / (‖s·g‖ + 10⁻⁶)).</summary>
    /// <param name="squares">The squares of g, all finite.</param>
    /// <param name="maximumNorm">The greatest norm.</param>
    /// <param name="gradientScale">s.</param>
    public static double Scale(SquareSum squares, double maximumNorm, double gradientScale)
    {
        var factor = Factor(squares, maximumNorm, gradientScale);
        // The factor alone may be below the range of double.
        return factor.IsBelowOne
            ? Math.CopySign((Magnitude.Of(gradientScale) * factor).ToDouble(), gradientScale)
            : gradientScale;
    }

    /// <summary>min(1, maximum / (‖s·g‖ + 10⁻⁶)).</summary>
    /// <inheritdoc cref="Scale"/>
    public static Magnitude Factor(SquareSum squares, double maximumNorm, double gradientScale)
    {
        var norm = squares.Norm(gradientScale);
        // Nothing beside a norm beyond the range of double.
        var divisor = norm.ToDouble() is var inRange && double.IsFinite(inRange) ? Magnitude.Of(inRange + Margin) : norm;
        return Factor(Magnitude.Of(maximumNorm), divisor);
    }

    /// <summary>min(1, maximum / norm).</summary>
    public static Magnitude Factor(Magnitude maximum, Magnitude norm)
    {
        var factor = maximum / norm;
        return factor.IsBelowOne ? factor : s_one;
    }

    /// <summary>g ← factor·g, with the factor rounded to the precision of the gradients; where that precision has no normal number for
    /// it, the product is rounded alone.</summary>
    public static void Multiply<T>(Span<T> gradients, Magnitude factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rounded = T.CreateTruncating(factor.ToDouble());
        if (!T.IsNormal(rounded))
        {
            // A fourth, so that no product overflows.
            var significand = T.CreateTruncating(factor.Significand / 4);
            foreach (ref var gradient in gradients)
                gradient = T.ScaleB(gradient * significand, factor.Exponent + 2);
            return;
        }

        var vectors = MemoryMarshal.Cast<T, Vector<T>>(gradients);
        foreach (ref var vector in vectors)
            vector *= rounded;
        foreach (ref var gradient in gradients[(vectors.Length * Vector<T>.Count)..])
            gradient *= rounded;
    }

    /// <summary>Says that gradients cannot be clipped.</summary>
    [DoesNotReturn]
    public static void ThrowNotFinite(Parameter parameter) => throw new InvalidOperationException(
        $"The gradients of '{parameter.Name}' are not all finite; no scale clips them. Skip the step " +
        $"({nameof(StepOptions)}.{nameof(StepOptions.SkipNonFinite)}).");
}
