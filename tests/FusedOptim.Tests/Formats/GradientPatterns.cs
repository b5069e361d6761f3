using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Formats;

/// <summary>Gradients from 1e-12 to 1e6: constant, alternating, zero at first, noisy, and all of these magnitudes in one block.</summary>
internal static class GradientPatterns
{
    private const int LeastDecade = -12;
    private const int GreatestDecade = 6;

    /// <summary>The patterns that share a set; sets of their own for each decade where a rule sums over the model.</summary>
    public static IEnumerable<IReadOnlyList<GradientPattern>> For(RuleCase rule)
    {
        var decades = Enumerable.Range(LeastDecade, GreatestDecade - LeastDecade + 1);
        if (rule.Rule is not (Prodigy or DAdaptation))
            return [[.. decades.SelectMany(OfDecade), .. Mixed()]];
        return [.. decades.Select(decade => OfDecade(decade).ToArray()), .. Mixed().Select(pattern => new[] { pattern })];
    }

    private static IEnumerable<GradientPattern> OfDecade(int decade)
    {
        foreach (var start in new[] { 0f, 1f })
        {
            yield return Named("constant", start, (_, e) => Of(e));
            yield return Named("positive", start, (_, e) => Math.Abs(Of(e)));
            yield return Named("alternating", start, (t, e) => t % 2 == 0 ? Of(e) : -Of(e));
            yield return Named("zero at first", start, (t, e) => t == 1 ? 0 : Of(e));
            yield return Named("noisy", start, (t, e) => Of(e) * (1 + 0.05 * Noise(t, e)));
        }

        double Of(int e) => Math.Pow(10, decade) * (0.5 + e / 64.0) * (e % 3 == 0 ? -1 : 1);

        GradientPattern Named(string name, float start, Func<int, int, double> at) =>
            new($"{name}, 1e{decade}, from {start}", start, IsMixed: false, at);
    }

    private static IEnumerable<GradientPattern> Mixed()
    {
        foreach (var start in new[] { 0f, 1f })
        {
            yield return Named("positive", start, (_, e) => Of(e));
            yield return Named("of both signs", start, (_, e) => e % 2 == 0 ? Of(e) : -Of(e));
            yield return Named("alternating", start, (t, e) => t % 2 == 0 ? Of(e) : -Of(e));
            yield return Named("random", start, (t, e) => Of(e) * Noise(t, e));
            yield return Named("two", start, (_, e) => e == 0 ? 1e6 : e == 1 ? 1e-12 : 0);
            yield return Named("a burst", start, (t, e) => t == 50 && e % 2 == 0 ? 1e6 : 1e-3 * (e + 1));
            yield return Named("some end", start, (t, e) => t > 20 && e % 2 == 0 ? 0 : e + 1);
        }

        double Of(int e) => Math.Pow(10, LeastDecade + (GreatestDecade - LeastDecade) * e / 63.0);

        GradientPattern Named(string name, float start, Func<int, int, double> at) =>
            new($"mixed, {name}, from {start}", start, IsMixed: true, at);
    }

    // From -1 to 1.
    private static double Noise(int step, int element) => RoundingNoise.Of((uint)(step * 7919 + element), element) / 32768.0 - 1;
}
