using FusedOptim.Rules;

namespace FusedOptim.Tests.Extremes;

/// <summary>A note of docs/extremes.md.</summary>
/// <param name="Key">The letter in the table.</param>
/// <param name="SaysNaN">Whether the text says that values become NaN.</param>
/// <param name="Text">What happens, and what to do.</param>
/// <param name="Rules">The rules that it is about.</param>
/// <param name="Columns">The columns that it is about.</param>
internal sealed record ExtremesNote(
    string Key, bool SaysNaN, string Text, IReadOnlyList<string> Rules, IReadOnlyList<string> Columns)
{
    private const string LeastEpsilon = "least ε";
    private const string Constant = "constant";
    private const string Huge = "10¹⁹";
    private const string Tiny = "10⁻²⁵";

    public static IReadOnlyList<ExtremesNote> All { get; } =
    [
        new(
            "a", false,
            "The sum of squares of four gradients of 10¹⁹ is beyond the range of float. The sum is infinite from then on, and " +
            "the element does not move again. Clip gradients.",
            [nameof(AdaGrad), nameof(ProximalAdaGrad), nameof(Sm3)], [LeastEpsilon, Huge]),
        new(
            "b", true,
            "As a, but values become NaN: the rate is the difference of two roots, which are both infinite.",
            [nameof(Ftrl)], [Huge]),
        new(
            "c", false,
            "The variance v − ḡ² of a constant gradient consists of rounding errors in float. The step goes to ηg/ε, which is " +
            "3·10⁵ with a gradient of 0.3 and the default ε. Choose a larger ε, or do not center.",
            ["RmsPropMomentum, centered"], [LeastEpsilon, Constant, Huge, Tiny]),
        new(
            "d", true,
            "Steps are relative to the size of the tensor. Under gradients that keep their signs values grow by η per step, " +
            "leave the range of float after thousands of steps, and are NaN after that.",
            [nameof(Adafactor)], [LeastEpsilon, Constant, Huge]),
        new(
            "e", true,
            "The learned distance d to a solution grows exponentially where gradients stay constant, because the solution is " +
            "infinitely far away. It leaves the range (in float after some 50 steps, in double after some hundreds), and " +
            "values are NaN after that.",
            [nameof(DAdaptation), nameof(Prodigy)], [LeastEpsilon, Constant, Huge, Tiny]),
    ];

    public static ExtremesNote? Find(string rule, string column) =>
        All.FirstOrDefault(note => note.Rules.Contains(rule) && note.Columns.Contains(column));
}
