using FusedOptim.Execution;
using FusedOptim.Formats;

namespace FusedOptim.Tests.Optimization.Sweep;

/// <summary>Gradients in 16 bits are clipped as those of float are, and rounded.</summary>
public class NarrowClippingTests
{
    private static readonly int[][] Shapes = [[7, 33], [40], [3, 5, 2], [300, 7], [5000], [1, 9]];

    [Fact]
    public void AsFloatAndRounded()
    {
        Check<Half>(value => (Half)value, value => (float)value);
        Check<BFloat16>(value => (BFloat16)value, value => value);
    }

    private static void Check<T>(Func<float, T> narrow, Func<T, float> widen)
        where T : unmanaged
    {
        using var team = new WorkerTeam(3);
        Check(narrow, widen, set => { set.ClipByValue(0.7, 0.5, team); return 0; }, set => { set.ClipByValue(0.7, 0.5, team); return 0; });
        Check(narrow, widen, set => set.ClipByTensorNorm(3, 0.5, team), set => set.ClipByTensorNorm(3, 0.5, team));
        Check(narrow, widen, set => set.ClipByUnitNorm(0.5, team: team), set => set.ClipByUnitNorm(0.5, team: team));
    }

    private static void Check<T>(
        Func<float, T> narrow, Func<T, float> widen, Func<ParameterSet<T>, long> clip, Func<ParameterSet<float>, long> clipFloat)
        where T : unmanaged
    {
        using var set = new ParameterSet<T>();
        using var floats = new ParameterSet<float>();
        var random = new Random(5);
        for (var i = 0; i < Shapes.Length; i++)
        {
            set.Add($"p{i}", ParameterKind.Weight, Shapes[i]);
            floats.Add($"p{i}", ParameterKind.Weight, Shapes[i]);
        }

        for (var i = 0; i < Shapes.Length; i++)
        {
            for (var j = 0; j < set[i].Count; j++)
            {
                set[i].Values[j] = narrow(random.NextSingle() - 0.5f);
                set[i].Gradients[j] = narrow((random.NextSingle() - 0.5f) * (i % 2 == 0 ? 4 : 0.05f));
                floats[i].Values[j] = widen(set[i].Values[j]);
                floats[i].Gradients[j] = widen(set[i].Gradients[j]);
            }
        }

        // What is not finite stays.
        set[0].Gradients[5] = narrow(float.NaN);
        floats[0].Gradients[5] = float.NaN;
        var before = floats.SelectMany(parameter => parameter.Gradients.ToArray()).ToArray();

        Assert.Equal(clipFloat(floats), clip(set));
        var clipped = floats.SelectMany(parameter => parameter.Gradients.ToArray()).ToArray();
        Assert.NotEqual(before, clipped);
        Assert.Equal(clipped.Select(narrow), set.SelectMany(parameter => parameter.Gradients.ToArray()));
    }
}
