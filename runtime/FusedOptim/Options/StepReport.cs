using System.Globalization;
using System.Text;

namespace FusedOptim;

/// <summary>The outcome of a step.</summary>
public readonly record struct StepReport
{
    /// <summary>Whether the step was skipped because of gradients that are not finite.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>
    /// The Euclidean norm of the gradients that the optimizer steps, after <see cref="StepOptions.GradientScale"/>, before clipping. NaN
    /// where the step did not ask for it: neither <see cref="StepOptions.MaximumNorm"/> nor
    /// <see cref="StepOptions.SkipNonFinite"/>. NaN or infinite where the step was skipped.
    /// </summary>
    public double GradientNorm { get; init; }

    /// <summary>The factor of gradients, clipping included; the factor that they would have had where the step was
    /// skipped, without clipping.</summary>
    public double GradientScale { get; init; }

    /// <summary>
    /// The name of the first parameter, in the order in which they were added to the set, with a gradient that is NaN or
    /// infinite; null where all are finite or the step did not look.
    /// </summary>
    public string? NonFiniteParameter { get; init; }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture,
            $"IsSkipped = {IsSkipped}, GradientNorm = {GradientNorm}, GradientScale = {GradientScale}, " +
            $"NonFiniteParameter = {NonFiniteParameter}");
        return true;
    }
}
