using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Optimization.Phases;

public class EvaluationTests
{
    [Theory]
    [InlineData(1, 20)]
    [InlineData(3, 20)]
    [InlineData(1, 9001)]
    [InlineData(3, 9001)]
    public void PutsTheWeightsInTheirPlaceAndTheOldOnesBackBitForBit(int threads, int count)
    {
        Check<float>(threads, count);
        Check<double>(threads, count);

        static void Check<T>(int threads, int count)
            where T : unmanaged, INumber<T>
        {
            using var team = new WorkerTeam(threads);
            using var set = DriftModel.CreateSet<T>(count, 33, count, 1);
            DriftModel.Fill(set, seed: 1);
            set[0].Values[0] = T.CreateChecked(-0.0);
            set[2].Values[3] = T.CreateChecked(double.NaN);
            using var optimizer = Optimizer.Create(
                set, new ProbeRule<MixedScalars>(), new OptimizerOptions { Team = team });
            optimizer.Step();
            var before = Bytes(set);
            var expected = set.Select(p => p.Values.ToArray().Zip(
                p.Gradients.ToArray(), (value, gradient) => value + value + gradient).ToArray()).ToArray();

            for (var repetition = 0; repetition < 2; repetition++)
            {
                using (optimizer.UseEvaluationWeights())
                {
                    Assert.Equal(expected, set.Select(p => p.Values.ToArray()));
                    set[1].Values.Fill(T.One);
                }

                Assert.Equal(before, Bytes(set));
            }

            optimizer.Step();
            Assert.NotEqual(before, Bytes(set));
        }
    }

    [Fact]
    public void LeavesFrozenParametersAndThoseOfOtherOptimizersAlone()
    {
        using var set = DriftModel.CreateSet<float>(20, 20, 20);
        DriftModel.Fill(set, seed: 2);
        using var optimizer = Optimizer.Create(set, p => p == set[0] ? new ProbeRule<ModelOnly>() : null);
        using var other = Optimizer.Create(set, p => p == set[1] ? new ProbeRule<ModelOnly>() : null);

        using (optimizer.UseEvaluationWeights())
        {
            other.Step();
            set[2].Values.Fill(3);
            var stepped = set[1].Values.ToArray();
            using (other.UseEvaluationWeights())
                Assert.NotEqual(stepped, set[1].Values.ToArray());
            Assert.Equal(stepped, set[1].Values.ToArray());
        }

        Assert.All(set[2].Values.ToArray(), value => Assert.Equal(3, value));
    }

    [Fact]
    public void IsPreparedWithTheStepLastTaken()
    {
        using var set = DriftModel.CreateSet<float>(20, 20);
        DriftModel.Fill(set, seed: 3);
        var preparations = new List<Preparation>();
        using var optimizer = Optimizer.Create(set, new ProbeRule<MixedScalars> { Preparations = preparations });

        optimizer.UseEvaluationWeights().Dispose();
        Assert.Equal([(2, 1), (2, 1)], preparations.Select(p => (p.Phase, p.Step)));
        optimizer.Step();
        optimizer.Step();
        optimizer.RestoreStepCount(set[1], 9);
        preparations.Clear();
        optimizer.UseEvaluationWeights().Dispose();

        Assert.Equal([(2, 2), (2, 9)], preparations.Select(p => (p.Phase, p.Step)));
        Assert.Equal(optimizer.GetScalar(set[1], "own"), preparations[1].Scalars[1]);
        Assert.All(preparations, preparation => Assert.Empty(preparation.Reductions));
    }

    [Fact]
    public void RefusesStepsAndGroupsAndASecondScopeUntilItEnds()
    {
        using var set = DriftModel.CreateSet<float>(20, 20);
        using var optimizer = Optimizer.Create(set, p => p == set[0] ? new ProbeRule<ModelOnly>() : null);

        var scope = optimizer.UseEvaluationWeights();
        Refuse("before the next step", () => optimizer.Step());
        Refuse("before a group", () => optimizer.AddGroup(new ProbeRule<ModelOnly>(), [set[1]]));
        Refuse("asked for again", () => optimizer.UseEvaluationWeights());
        scope.Dispose();
        optimizer.Step();
        Assert.Equal(1, optimizer.StepCount);

        // A scope that has ended ends no other.
        using var second = optimizer.UseEvaluationWeights();
        scope.Dispose();
        Refuse("before the next step", () => optimizer.Step());

        static void Refuse(string message, Action action) => Assert.Contains(
            message, Assert.Throws<InvalidOperationException>(action).Message);
    }

    [Fact]
    public void WithoutSuchAPhaseUsesTheTrainingWeights()
    {
        using var set = DriftModel.CreateSet<float>(20);
        DriftModel.Fill(set, seed: 4);
        using var optimizer = Optimizer.Create(set, new DriftRule());
        var values = set[0].Values.ToArray();

        using (optimizer.UseEvaluationWeights())
        {
            Assert.Equal(values, set[0].Values.ToArray());
            // The same mistake with any rule.
            Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        }

        optimizer.Step();
        Assert.NotEqual(values, set[0].Values.ToArray());
    }

    [Fact]
    public void DisposingTheOptimizerEndsIt()
    {
        using var set = DriftModel.CreateSet<float>(20);
        DriftModel.Fill(set, seed: 5);
        var values = set[0].Values.ToArray();
        var optimizer = Optimizer.Create(set, new ProbeRule<ModelOnly>());
        var scope = optimizer.UseEvaluationWeights();
        Assert.NotEqual(values, set[0].Values.ToArray());

        optimizer.Dispose();

        Assert.Equal(values, set[0].Values.ToArray());
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => optimizer.UseEvaluationWeights());
    }

    [Fact]
    public void DisposingTheSetBeforeTheScopeTouchesNothing()
    {
        var set = DriftModel.CreateSet<float>(20);
        using var optimizer = Optimizer.Create(set, new ProbeRule<ModelOnly>());
        var scope = optimizer.UseEvaluationWeights();

        set.Dispose();

        scope.Dispose();
    }

    private static byte[] Bytes<T>(ParameterSet<T> set)
        where T : unmanaged => [.. set.SelectMany(p => MemoryMarshal.AsBytes(p.Values).ToArray())];
}
