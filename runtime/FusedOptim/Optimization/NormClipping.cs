using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim;

/// <summary>The formula of clipping to a Euclidean norm.</summary>
internal static class NormClipping
{
    // As PyTorch's clip_grad_norm_ has it.
    private const double Margin = 1e-6;

    /// <summary>s·min(1, maximum / (‖s·g‖ + 10⁻⁶)).</summary>
    /// <param name="squares">The squares of g, all finite.</param>
    /// <param name="maximumNorm">The greatest norm.</param>
    /// <param name="gradientScale">s.</param>
    public static double Scale(SquareSum squares, double maximumNorm, double gradientScale) =>
        gradientScale * Factor(squares, maximumNorm, gradientScale);

    /// <summary>min(1, maximum / (‖s·g‖ + 10⁻⁶)).</summary>
    /// <inheritdoc cref="Scale"/>
    public static double Factor(SquareSum squares, double maximumNorm, double gradientScale) =>
        Math.Min(1, squares.Coefficient(maximumNorm, gradientScale, Margin));

    /// <summary>g ← factor·g, rounded once.</summary>
    public static void Multiply<T>(Span<T> gradients, T factor)
        where T : unmanaged, INumber<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(gradients);
        foreach (ref var vector in vectors)
            vector *= factor;
        foreach (ref var gradient in gradients[(vectors.Length * Vector<T>.Count)..])
            gradient *= factor;
    }

    /// <summary>Says that gradients cannot be clipped.</summary>
    [DoesNotReturn]
    public static void ThrowNotFinite(Parameter parameter) => throw new InvalidOperationException(
        $"The gradients of '{parameter.Name}' are not all finite; no scale clips them. Skip the step " +
        $"({nameof(StepOptions)}.{nameof(StepOptions.SkipNonFinite)}).");
}
