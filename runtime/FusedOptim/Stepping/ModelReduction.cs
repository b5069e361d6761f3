using FusedOptim.Groups;
using FusedOptim.Kernels;
using FusedOptim.Schema;

namespace FusedOptim.Stepping;

/// <summary>Sums and maxima over the model: those of the tensors, in the order in which they were added to the set.</summary>
internal static class ModelReduction
{
    /// <summary>Gives each tensor of a phase what the tensors of rules of the same type reduce to together.</summary>
    /// <param name="results">The results of the tensors.</param>
    /// <param name="places">The tensors.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="index">The index of the phase.</param>
    /// <param name="usesView">Whether rules are meant that see rows and columns, or the others.</param>
    public static void Combine(
        ReductionResults results, ReadOnlySpan<SegmentPlace> places, ReadOnlySpan<SteppedRule> rules, int index, bool usesView)
    {
        foreach (var rule in rules)
        {
            if (rule.Phases.UsesView != usesView || index >= rule.Phases.FirstUpdate)
                continue;
            var phase = rule.Phases.MeasureOf(index);
            for (var reduction = 0; reduction < phase.Reductions.Length; reduction++)
            {
                if (phase.Reductions[reduction].Over == Over.Model)
                    Combine(results, places, rule, phase.First + reduction, phase.Reductions[reduction].Kind);
            }
        }
    }

    private static void Combine(
        ReductionResults results, ReadOnlySpan<SegmentPlace> places, SteppedRule rule, int reduction, ReductionKind kind)
    {
        var ofModel = kind.Empty;
        foreach (ref readonly var place in places)
        {
            if (place.Rule == rule)
                ofModel = kind.Combine(ofModel, results.Of(place.TensorIndex)[reduction]);
        }

        foreach (ref readonly var place in places)
        {
            if (place.Rule == rule)
                results.Of(place.TensorIndex)[reduction] = ofModel;
        }
    }
}
