namespace FusedOptim;

/// <summary>
/// Marks a <c>bool</c> parameter of a rule's method <c>Direction</c>, <c>Update</c> or <c>Prepare</c> as an occasion: it is
/// <see langword="true"/> at the first step of a parameter and at each k-th step after it (steps 1, k + 1, 2k + 1, and so on), and
/// <see langword="false"/> at the others. For what a rule refreshes now and then, such as an estimate of the curvature.
/// </summary>
/// <remarks>
/// The update has two kernels, one for each value. The one of the other steps neither reads nor writes the states that the method
/// touches on the occasion alone. What is to stay until the next occasion is kept in a state, or by <c>Prepare</c> in a scalar: both
/// are saved. <c>Measure</c> runs at every step, so that a sum is always that of the current step. A rule has one interval.
/// </remarks>
/// <param name="interval">The name of the hyperparameter k (<c>nameof(Interval)</c>): an <c>int</c> whose range begins at 1.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EveryAttribute(string interval) : Attribute
{
    /// <summary>The name of the hyperparameter k.</summary>
    public string Interval { get; } = interval;
}
