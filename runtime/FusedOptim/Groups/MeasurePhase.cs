using System.Collections.Immutable;
using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>The sums and maxima of one measuring phase.</summary>
/// <param name="First">The index of the first one among those of the rule.</param>
/// <param name="Reductions">The sums and maxima.</param>
/// <param name="OnlySums">Whether there are sums and no maxima.</param>
/// <param name="Writes">Whether the phase writes states.</param>
internal readonly record struct MeasurePhase(int First, ImmutableArray<ReductionSchema> Reductions, bool OnlySums, bool Writes);
