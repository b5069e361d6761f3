using System.Globalization;
using System.Text;

namespace FusedOptim.Training.Checking;

/// <summary>Derivatives of a loss by a parameter, or by the inputs, computed in two ways.</summary>
/// <param name="Name">The name of the parameter, or "inputs".</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="RelativeError">‖n − a‖ / max(‖n‖, ‖a‖, r·√m), with the derivatives a by backpropagation and n by differences
/// of the m elements that were compared, where r is <see cref="GradientReport.ResolvedSize"/>. NaN if no element could be
/// compared, or backpropagation gave a value that is not finite.</param>
/// <param name="KinkCount">How many elements were not compared, because the loss has a kink near them.</param>
/// <param name="WorstIndex">Of the elements that were compared, the row-by-row index of the one whose derivatives differ
/// most.</param>
/// <param name="WorstGradient">Its derivative by backpropagation.</param>
/// <param name="WorstDifference">Its derivative by differences.</param>
public sealed record GradientComparison(
    string Name, TensorShape Shape, double RelativeError, int KinkCount, int WorstIndex, double WorstGradient,
    double WorstDifference)
{
    /// <summary>The largest relative error of a single element that was compared: |n − a| / max(|n|, |a|, r) for its derivatives n and a,
    /// 0 where both are equal. It is stricter than <see cref="RelativeError"/>: a derivative far below the others has few right
    /// digits. NaN where <see cref="RelativeError"/> is.</summary>
    public double ElementwiseError { get; init; } = double.NaN;

    /// <summary>The worst element as an index into the shape, such as "[3, 17]".</summary>
    public string WorstElement
    {
        get
        {
            var indices = new string[Shape.Rank];
            var rest = WorstIndex;
            for (var i = indices.Length - 1; i >= 0; i--)
            {
                indices[i] = (rest % Shape[i]).ToString(CultureInfo.InvariantCulture);
                rest /= Shape[i];
            }

            return $"[{string.Join(", ", indices)}]";
        }
    }

    /// <summary>Compares derivatives.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The dimensions.</param>
    /// <param name="gradients">By backpropagation.</param>
    /// <param name="differences">By differences.</param>
    /// <param name="disagreements">By how much second differences disagree, as slopes.</param>
    /// <param name="kinkTolerance">By what part of a typical derivative they may.</param>
    /// <param name="resolution">The rounding errors of differences.</param>
    /// <param name="resolvedSize">The size of derivatives that differences resolve well enough.</param>
    internal static GradientComparison Of(
        string name, TensorShape shape, double[] gradients, double[] differences, double[] disagreements,
        double kinkTolerance, double resolution, double resolvedSize)
    {
        var typical = Math.Sqrt(differences.Sum(difference => difference * difference) / differences.Length);
        var (errors, gradientSquares, differenceSquares, worst, elementwise) = (0.0, 0.0, 0.0, -1.0, 0.0);
        var (kinkCount, worstIndex) = (0, 0);
        for (var i = 0; i < gradients.Length; i++)
        {
            if (disagreements[i] > kinkTolerance * Math.Max(typical, Math.Abs(differences[i])) + resolution)
            {
                kinkCount++;
                continue;
            }

            var error = Math.Abs(differences[i] - gradients[i]);
            errors += error * error;
            gradientSquares += gradients[i] * gradients[i];
            differenceSquares += differences[i] * differences[i];
            if (error != 0)
                elementwise = Math.Max(elementwise, error / Math.Max(Math.Max(Math.Abs(differences[i]), Math.Abs(gradients[i])), resolvedSize));
            // NaN is the worst.
            if (!(error <= worst) && !double.IsNaN(worst))
                (worst, worstIndex) = (error, i);
        }

        var leastSquares = (gradients.Length - kinkCount) * resolvedSize * resolvedSize;
        var squares = Math.Max(Math.Max(gradientSquares, differenceSquares), leastSquares);
        var relativeError = kinkCount == gradients.Length ? double.NaN : Math.Sqrt(errors / squares);
        return new GradientComparison(
            name, shape, relativeError, kinkCount, worstIndex, gradients[worstIndex], differences[worstIndex])
        {
            ElementwiseError = double.IsNaN(relativeError) ? double.NaN : elementwise,
        };
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture,
            $"Name = {Name}, Shape = {Shape}, RelativeError = {RelativeError}, ElementwiseError = {ElementwiseError}, KinkCount = {KinkCount}, " +
            $"WorstElement = {WorstElement}, WorstGradient = {WorstGradient}, WorstDifference = {WorstDifference}");
        return true;
    }
}
