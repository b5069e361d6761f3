using System.Globalization;
using System.Text;

namespace FusedOptim.Training.Metrics;

/// <summary>The errors of the predictions of a target value, or their means over the target values.</summary>
/// <param name="Name">The name of the target value.</param>
/// <param name="RSquared">R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 1 for exact predictions, 0 for those that are no better than the mean ȳ of
/// the values. NaN where all values are equal; scikit-learn has 1 or 0 there by default, and NaN or −∞ with
/// <c>force_finite=False</c>.</param>
/// <param name="MeanAbsoluteError">The mean of |y − ŷ|.</param>
/// <param name="RootMeanSquareError">The root of the mean of (y − ŷ)².</param>
public readonly record struct TargetErrors(string Name, double RSquared, double MeanAbsoluteError, double RootMeanSquareError)
{
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture,
            $"Name = {Name}, RSquared = {RSquared}, MeanAbsoluteError = {MeanAbsoluteError}, RootMeanSquareError = {RootMeanSquareError}");
        return true;
    }
}
