namespace FusedOptim;

/// <summary>
/// Drops a direction where it disagrees in sign with the gradient: d ← d where d·g &gt; 0, and 0 elsewhere.
/// </summary>
/// <remarks>
/// K. Liang et al., "Cautious Optimizers: Improving Training with One Line of Code", arXiv:2411.16085, 2024. The mask acts on
/// the rule's direction, before weight decay. It needs a rule with <c>Direction</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CautiousAttribute : Attribute
{
    /// <summary>
    /// Whether what is kept is divided by the share of elements kept in its tensor (at least a thousandth), as the authors' code
    /// does: a second pass over memory.
    /// </summary>
    public bool Rescale { get; init; }
}
