using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>A method being lowered: the rule's own, or a helper that is inlined into it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Returned">The condition under which it has returned: a truth value.</param>
/// <param name="ReturnedAtAll">The part of that condition that is uniform: where it holds, no element is left.</param>
/// <param name="Value">What it has returned where it has; −1 before the first return.</param>
internal sealed record Frame(ISymbol Method, int Returned, int ReturnedAtAll, int Value = -1);
