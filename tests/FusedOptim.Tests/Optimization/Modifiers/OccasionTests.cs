using FusedOptim.Schema;
using FusedOptim.Testing;

namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>What a rule does every k steps.</summary>
public class OccasionTests
{
    [Fact]
    public void TheCurvatureIsRefreshedAtTheFirstStepAndEveryIntervalAfterIt()
    {
        const int Count = 70;
        using var set = DriftModel.CreateSet<double>(Count, Count);
        DriftModel.Fill(set, seed: 1);
        using var optimizer = Optimizer.Create(set, new RefreshedCurvature());
        var expected = set.Select(parameter => parameter.Values.ToArray()).ToArray();
        var (m, h, last) = (Zeros(), Zeros(), Zeros());
        int[] steps = [0, 0], refreshed = [0, 0];
        for (var step = 1; step <= 60; step++)
        {
            set[1].HasGradient = step % 3 != 0;
            for (var index = 0; index < 2; index++)
            {
                if (!set[index].HasGradient)
                    continue;
                DriftModel.FillGradients(set[index], new Random(step + 1000 * index));
                var refreshes = steps[index]++ % 4 == 0;
                refreshed[index] += refreshes ? 1 : 0;
                for (var i = 0; i < Count; i++)
                {
                    var gradient = set[index].Gradients[i];
                    m[index][i] = 0.9 * m[index][i] + 0.1 * gradient;
                    if (refreshes)
                    {
                        h[index][i] = 0.75 * h[index][i] + 0.25 * (gradient - last[index][i]) * (gradient - last[index][i]);
                        last[index][i] = gradient;
                    }

                    expected[index][i] -= 0.1 * Math.Clamp(m[index][i] / Math.Max(h[index][i], 1e-6), -1, 1);
                }
            }

            optimizer.Step();
        }

        for (var index = 0; index < 2; index++)
        {
            Assert.Equal(refreshed[index], optimizer.GetScalar(set[index], "refreshed"));
            for (var i = 0; i < Count; i++)
                Assert.Equal(expected[index][i], set[index].Values[i], 1e-10);
        }

        static double[][] Zeros() => [new double[Count], new double[Count]];
    }

    [Fact]
    public void OtherStepsDoNotTouchWhatTheOccasionAloneTouches()
    {
        var phases = ((IUpdateRule)new RefreshedCurvature()).Schema.Phases;
        Assert.Equal([PhaseKind.Update, PhaseKind.Update], phases.Select(phase => phase.Kind));
        Assert.Equal((true, false), (phases[0].RunsBetween, phases[1].RunsBetween));
        Assert.Equal([0, 1], phases[0].StatesRead);
        Assert.Equal([0], phases[0].StatesWritten);
        Assert.Equal([0, 1, 2], phases[1].StatesRead);
        Assert.Equal([0, 1, 2], phases[1].StatesWritten);
        IUpdateRule rule = new RefreshedCurvature();
        Assert.Equal([1, 5, 9], Enumerable.Range(1, 10).Where(step => rule.RunsAt(1, step)));
        Assert.Equal([2, 3, 4, 6, 7, 8, 10], Enumerable.Range(1, 10).Where(step => rule.RunsAt(0, step)));
    }

    [Fact]
    public void EveryTargetHasTheBitsOfTheMethod()
    {
        RuleTest.Verify(new RefreshedCurvature());
        RuleTest.Verify(new RefreshedCurvature { Interval = 1 }, new VerifyOptions { Lengths = [67] });
        RuleTest.Verify(new RefreshedCurvature { Interval = 1000 }, new VerifyOptions { Lengths = [67], Steps = [7] });
    }
}
