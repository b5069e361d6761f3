using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Formats;

/// <summary>
/// Every shipped rule with states in every format, over gradients from 1e-12 to 1e6: what is finite with states in float is
/// finite, parameters move as far as with them, and no step is much longer than one of them.
/// </summary>
[Trait("Kind", "Formats")]
public class FormatSweepTests
{
    private const float Runaway = 1e12f;

    public static TheoryData<string> Rules => [.. Cases.Keys];

    // Defaults without weight decay, which would depend on where the parameter is.
    private static Dictionary<string, RuleCase> Cases { get; } = ShippedRules.All
        .GroupBy(rule => rule.RuleType)
        .SelectMany(settings => settings.Key == typeof(RmsPropMomentum) ? settings.Take(2) : settings.Take(1))
        .Select(rule => rule.Schema.Hyperparameters.Any(h => h.Name == "WeightDecay") ? rule.With("WeightDecay", 0) : rule)
        // The elements of a sweep do not depend on each other.
        .Where(rule => rule.StateCount > 0 && !rule.Schema.TakesMatrices)
        .ToDictionary(rule => rule.Name);

    private static IEnumerable<(StorageFormat Format, int Precision, bool IsStochastic)> Formats =>
        from isStochastic in new[] { true, false }
        let rounding = isStochastic ? StorageRounding.Stochastic : StorageRounding.NearestEven
        from format in new (StorageFormat, int)[]
        {
            (new BFloat16Format(rounding), 8), (new HalfFormat(rounding), 11), (new BlockFloat8Format(rounding), 4),
        }
        select (format.Item1, format.Item2, isStochastic);

    [Theory]
    [MemberData(nameof(Rules))]
    public void NarrowStatesMoveParametersAsFloatStatesDo(string name)
    {
        var rule = Cases[name];
        foreach (var patterns in GradientPatterns.For(rule))
        {
            var exact = SweepRun.Of(rule, format: null, patterns);
            foreach (var (format, precision, isStochastic) in Formats)
            {
                var narrow = SweepRun.Of(rule, format, patterns);
                // Each rounding is off by at most half the distance of two neighbours; a state is what at most all steps left
                // in it. Errors to the nearest may all have one sign, random ones add up as a walk does: five of its standard
                // deviations.
                var half = Math.ScaleB(1, -precision);
                var error = isStochastic ? 5 * half * Math.Sqrt(SweepRun.StepCount) : half * SweepRun.StepCount;
                for (var i = 0; i < patterns.Count; i++)
                    Compare($"{name}, {format}, {patterns[i].Name}", exact[i], narrow[i], patterns[i], error, isStochastic);
            }
        }
    }

    private static void Compare(
        string about, SweepRun.Tensor exact, SweepRun.Tensor narrow, GradientPattern pattern, double error, bool isStochastic)
    {
        var longest = exact.LongestStep.Max();
        for (var e = 0; e < exact.Values.Length; e++)
        {
            // Along a constant gradient there is no minimum: a step size that is learned grows without bound, and the smallest
            // difference with it.
            if (!(Math.Abs(exact.Values[e]) < Runaway))
                continue;
            Assert.True(float.IsFinite(narrow.Values[e]), $"{about}, {e}: {narrow.Values[e]} instead of {exact.Values[e]}");
            if (pattern.IsMixed)
            {
                // A small one of a block may step less far than in float, and not further than the longest step of the block,
                // times what the least numbers of two states make of each other: the first has half the distance of two as its
                // error, the second stays at the least one in all steps, where it is rounded to the nearest.
                var factor = isStochastic ? 4 : Math.Sqrt(SweepRun.StepCount / 2 + 1);
                AssertAtMost(longest * factor, narrow.LongestStep[e], $"{about}, {e}, a step");
                continue;
            }

            // What single precision leaves of a step from 1 is not compared.
            if (pattern.Start != 0 && exact.LongestStep[e] < 1e-4)
                continue;
            AssertAtMost(exact.Path[e] * error, Math.Abs((double)narrow.Values[e] - exact.Values[e]), $"{about}, {e}, the distance");
            AssertAtMost(exact.LongestStep[e] * (1 + error), narrow.LongestStep[e], $"{about}, {e}, a step");
        }
    }

    private static void AssertAtMost(double limit, double actual, string about) =>
        Assert.True(actual <= limit, $"{about} is {actual:G4}, and may be {limit:G4}.");
}
