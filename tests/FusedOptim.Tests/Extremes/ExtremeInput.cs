
namespace FusedOptim.Tests.Extremes;

/// <summary>Values to start from, and the gradients of each step. Each element has a pattern of gradients.</summary>
/// <param name="Value">The value of all elements before the first step.</param>
/// <param name="Gradient">The magnitude of the gradients.</param>
/// <param name="Patterns">The sign of the gradient in a step, or 0: one function per element.</param>
internal sealed record ExtremeInput(double Value, double Gradient, params Func<int, int>[] Patterns)
{
    private static readonly Func<int, int> s_never = _ => 0;
    private static readonly Func<int, int> s_always = _ => 1;
    private static readonly Func<int, int> s_inTurn = step => step % 2 == 0 ? 1 : -1;
    private static readonly Func<int, int> s_once = step => step == 1 ? -1 : 0;

    /// <summary>Gradients of zero, from the first step or from the second step on.</summary>
    public static IReadOnlyList<ExtremeInput> Zero { get; } =
        [new(1, 0, s_never, s_never), new(0, 0, s_never, s_never), new(1, 0.3, s_once, s_never)];

    public static IReadOnlyList<ExtremeInput> Constant { get; } =
        [new(1, 0.3, s_always, s_never), new(0, 0.3, s_always, s_always)];

    public static IReadOnlyList<ExtremeInput> Alternating { get; } =
        [new(1, 0.3, s_inTurn, s_never), new(0, 0.3, s_inTurn, s_inTurn)];

    /// <summary>Values, gradients, or both of 10¹⁹, whose square float can just hold.</summary>
    public static IReadOnlyList<ExtremeInput> Huge { get; } = [Mixed(1e19, 1e19), Mixed(1, 1e19), Mixed(1e19, 1), Mixed(0, 1e19)];

    /// <summary>Values, gradients, or both of 10⁻²⁵, whose square is zero in float.</summary>
    public static IReadOnlyList<ExtremeInput> Tiny { get; } =
        [Mixed(1e-25, 1e-25), Mixed(1, 1e-25), Mixed(1e-25, 1), Mixed(0, 1e-25)];

    public static IReadOnlyList<ExtremeInput> All { get; } = [.. Zero, .. Constant, .. Alternating, .. Huge, .. Tiny];

    public override string ToString() => FormattableString.Invariant($"values of {Value}, gradients of {Gradient}");

    private static ExtremeInput Mixed(double value, double gradient) =>
        new(value, gradient, s_always, s_inTurn, s_once, s_never);
}
