using System.Collections.Concurrent;
using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests.Optimization.Phases;

public class ReductionTests
{
    // One element, whole lanes, whole blocks and one more or less of each; large enough to be shared.
    private static readonly int[] Counts = [1, 31, 1023, 1024, 1025, 33, 70_001, 2048, 5];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void HaveTheBitsOfTheStatedOrder(int threads)
    {
        Check<float>(threads, Counts);
        Check<double>(threads, Counts);
        Check<float>(threads, [5, 3]);
    }

    [Fact]
    public void OfTheModelSpanGroupsInTheOrderOfTheSetWithoutFrozenParameters()
    {
        using var set = DriftModel.CreateSet<double>(3000, 40, 2000, 50, 7, 60);
        DriftModel.Fill(set, seed: 3);
        var preparations = new List<Preparation>();
        var rule = new ProbeRule<ModelOnly> { Preparations = preparations };
        // Weights are 0, 2, 4; the second is frozen. Biases come first among the groups.
        using var optimizer = Optimizer.Create(set, p => p.Kind == ParameterKind.Bias ? rule : null);
        optimizer.AddGroup(rule with { LearningRate = 0.2 }, [set[4], set[0]]);

        optimizer.Step(new StepOptions { GradientScale = 0.5 });

        var expected = PlainSum([set[0], set[1], set[3], set[4], set[5]], 0.5);
        var updates = Updates(preparations).ToList();
        Assert.Equal(2, updates.Count);
        Assert.All(updates, update => Assert.Equal([expected], update.Reductions));
        Assert.All(updates, update => Assert.Equal(0, update.Count));
        Assert.All(preparations.Except(updates), measure => Assert.Empty(measure.Reductions));

        // A parameter unfrozen late is reduced with the others.
        preparations.Clear();
        optimizer.AddGroup(rule, [set[2]]);
        optimizer.Step(new StepOptions { GradientScale = 0.5 });
        Assert.Equal([PlainSum(set, 0.5)], preparations[^1].Reductions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData(2999)]
    public void OneNaNMakesAMaximumAndASumNaN(int place)
    {
        using var set = DriftModel.CreateSet<float>(20, 3000, 10);
        DriftModel.Fill(set, seed: 4);
        set[1].Gradients[place] = float.NaN;
        var preparations = new List<Preparation>();
        using var optimizer = Optimizer.Create(set, new ProbeRule<MixedReductions> { Preparations = preparations });

        optimizer.Step();

        var reductions = Updates(preparations).Select(update => update.Reductions).ToList();
        foreach (var reduction in new[] { 0, 2 })
        {
            Assert.False(double.IsNaN(reductions[0][reduction]));
            Assert.True(double.IsNaN(reductions[1][reduction]));
            Assert.False(double.IsNaN(reductions[2][reduction]));
        }

        Assert.All(reductions, ofTensor => Assert.True(double.IsNaN(ofTensor[1]) && double.IsNaN(ofTensor[3])));
    }

    [Fact]
    public void NeverSeePadding()
    {
        // 33 floats are padded to 48.
        using var set = DriftModel.CreateSet<float>(33);
        set[0].Gradients.Fill(-1);
        var preparations = new List<Preparation>();
        using var optimizer = Optimizer.Create(set, new ProbeRule<MixedReductions> { Preparations = preparations });

        optimizer.Step();

        // Zeros of padding would be the maximum.
        Assert.Equal([-33, -33, -1, -1], Updates(preparations).Single().Reductions);
    }

    [Fact]
    public void SegmentsNeverCrossTensorsWhereSomethingIsATensorsOwn()
    {
        Assert.Equal(
            [(0, 0, 5), (0, 0, 33), (0, 0, 1024), (0, 1024, 76), (1, 0, 64), (1, 0, 64), (1, 0, 1152)],
            Segments<MixedReductions>());
        // Otherwise ranges are counted from the start of the slab: weights of 5 and 33, then biases of 1100.
        Assert.Equal(
            [(0, 0, 5), (0, 0, 33), (0, 0, 1024), (0, 1024, 76), (1, 0, 1280)],
            Segments<ModelOnly>());

        static IEnumerable<(int Phase, long First, long Count)> Segments<TSchema>()
            where TSchema : IProbeSchema
        {
            using var set = DriftModel.CreateSet<float>(5, 1100, 33);
            var segments = new ConcurrentBag<(int Phase, long First, long Count)>();
            using var optimizer = Optimizer.Create(set, new ProbeRule<TSchema> { Segments = segments });
            optimizer.Step();
            return segments.Order();
        }
    }

    private static IEnumerable<Preparation> Updates(IEnumerable<Preparation> preparations) =>
        preparations.Where(preparation => preparation.Phase == ProbeRule<MixedReductions>.Update);

    private static void Check<T>(int threads, int[] counts)
        where T : unmanaged, INumber<T>
    {
        using var team = new WorkerTeam(threads);
        using var set = DriftModel.CreateSet<T>(counts);
        DriftModel.Fill(set, seed: 1);
        var preparations = new List<Preparation>();
        using var optimizer = Optimizer.Create(
            set, new ProbeRule<MixedReductions> { Preparations = preparations }, new OptimizerOptions { Team = team });
        var sums = set.Select(p => PlainSum(p, scale: 0.25)).ToArray();
        var maxima = set.Select(p => PlainMaximum(p, scale: 0.25)).ToArray();
        var values = set.Select(p => p.Values.ToArray()).ToArray();

        optimizer.Step(new StepOptions { GradientScale = 0.25 });

        var updates = Updates(preparations).ToList();
        Assert.Equal(set.Select(p => (1, p.Count)), updates.Select(update => (update.Step, update.Count)));
        for (var i = 0; i < set.Count; i++)
        {
            Assert.Equal([sums[i], PlainSum(set, scale: 0.25), maxima[i], maxima.Max()], updates[i].Reductions);
            // The update reads what the measuring phase wrote.
            for (var j = 0; j < counts[i]; j++)
            {
                var expected = values[i][j] - T.CreateChecked(0.1) * (T.CreateChecked(0.25) * set[i].Gradients[j]);
                Assert.Equal(expected, set[i].Values[j]);
            }
        }
    }

    private static double PlainSum<T>(Parameter<T> parameter, double scale)
        where T : unmanaged, INumber<T>
    {
        var sum = 0.0;
        foreach (var block in Summands(parameter, scale).Chunk(1024))
            sum += LaneSumTests.Plain<T>(block, value => value);
        return sum;
    }

    private static double PlainSum<T>(IEnumerable<Parameter<T>> parameters, double scale)
        where T : unmanaged, INumber<T> => parameters.Aggregate(0.0, (sum, p) => sum + PlainSum(p, scale));

    private static double PlainMaximum<T>(Parameter<T> parameter, double scale)
        where T : unmanaged, INumber<T> => Summands(parameter, scale).Select(double.CreateChecked).Max();

    private static T[] Summands<T>(Parameter<T> parameter, double scale)
        where T : unmanaged, INumber<T> =>
        [.. parameter.Gradients.ToArray().Select(gradient => T.CreateChecked(scale) * gradient)];
}
