using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Testing;

namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>Norms of numbers whose squares leave the range of double, or of float, against integers of any size.</summary>
public class NormTests
{
    private const double Tolerance = 1e-13;

    private static readonly (int Rows, int Columns)[] s_shapes = [(1, 1), (1, 700), (700, 1), (40, 33), (7, 1025), (3000, 9), (64, 600)];

    public static TheoryData<double, double> Sizes => new()
    {
        { 1, 1 }, { 1e200, 1e200 }, { 1e-200, 1e-200 }, { 1e-305, 1e-305 }, { 1e305, 1e305 }, { 1e-300, 1e200 }, { 1e-170, 1e160 }, { 1e-140, 1e-130 }, { 0, 1e-161 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void NormsAreExactToSumsOfAsManyTerms(double least, double greatest)
    {
        using var run = new Run<double>(new NormDescent(), least, greatest);
        run.Optimizer.Step();
        foreach (var parameter in run.Set)
        {
            var gradients = parameter.Gradients.ToArray();
            var (rows, columns) = ((int)parameter.View.Rows, (int)parameter.View.Columns);
            AssertNear(ExactNorm.Of(gradients), run.Optimizer.GetScalar(parameter, "tensor"));
            for (var row = 0; row < rows; row++)
                AssertNear(ExactNorm.Of(gradients[(row * columns)..((row + 1) * columns)]), run.Optimizer.GetState(parameter, "row")[row]);
            for (var column = 0; column < columns; column++)
                AssertNear(ExactNorm.Of(gradients.Where((_, i) => i % columns == column)), run.Optimizer.GetState(parameter, "column")[column]);
        }

        AssertNear(ExactNorm.Of(run.Set.SelectMany(parameter => parameter.Gradients.ToArray())), run.Optimizer.GetScalar(run.Set[0], "model"));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ARuleThatSeesNoRowsHasTheSameNorms(double least, double greatest)
    {
        using var flat = new Run<double>(new FlatNormDescent(), least, greatest);
        flat.Optimizer.Step();
        foreach (var parameter in flat.Set)
        {
            AssertNear(ExactNorm.Of(parameter.Gradients.ToArray()), flat.Optimizer.GetScalar(parameter, "tensor"));
            var scalars = new double[1];
            new FlatNormDescent().Apply(1, new double[parameter.Count], parameter.Gradients, scalars);
            Assert.Equal(flat.Optimizer.GetScalar(parameter, "tensor"), scalars[0]);
        }
    }

    [Fact]
    public void NormsOfRowsOfFloatsFitWhereTheirSquaresDoNot()
    {
        foreach (var size in (double[])[1e30, 1e-30])
        {
            using var run = new Run<float>(new NormDescent(), size, size);
            run.Optimizer.Step();
            foreach (var parameter in run.Set)
            {
                var columns = (int)parameter.View.Columns;
                var expected = ExactNorm.Of(parameter.Gradients[..columns].ToArray().Select(gradient => (double)gradient));
                Assert.Equal(expected, run.Optimizer.GetState(parameter, "row")[0], 1e-7 * expected);
            }
        }
    }

    [Fact]
    public void WhatIsNotFiniteShows()
    {
        foreach (var (value, expected) in (ReadOnlySpan<(double, double)>)[(double.NaN, double.NaN), (double.NegativeInfinity, double.PositiveInfinity)])
        {
            using var run = new Run<double>(new NormDescent(), 1, 1);
            run.Set[3].Gradients[40] = value;
            run.Optimizer.Step();
            Assert.Equal(expected, run.Optimizer.GetScalar(run.Set[3], "tensor"));
            Assert.Equal(expected, run.Optimizer.GetState(run.Set[3], "row")[1]);
            Assert.Equal(expected, run.Optimizer.GetState(run.Set[3], "column")[7]);
            Assert.True(double.IsFinite(run.Optimizer.GetState(run.Set[3], "row")[0]));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ThreadsAndTargetsHaveTheSameNorms(double least, double greatest)
    {
        var expected = Norms(least, greatest, 1, null);
        foreach (var threads in (int[])[2, 3, 7])
            Assert.Equal(expected, Norms(least, greatest, threads, null));
        foreach (var target in KernelTargets.Supported)
            Assert.Equal(expected, Norms(least, greatest, 2, target));
    }

    [Fact]
    public void EveryPhaseHasTheBitsOfTheMethod()
    {
        RuleTest.Verify(new NormDescent());
        RuleTest.Verify(new FlatNormDescent());
    }

    private static double[] Norms(double least, double greatest, int threads, KernelTarget? target)
    {
        using var run = new Run<double>(new NormDescent(), least, greatest, threads, target);
        run.Optimizer.Step();
        return
        [
            run.Optimizer.GetScalar(run.Set[0], "model"),
            .. run.Set.SelectMany(parameter => (double[])[
                run.Optimizer.GetScalar(parameter, "tensor"),
                .. run.Optimizer.GetState(parameter, "row"),
                .. run.Optimizer.GetState(parameter, "column")]),
        ];
    }

    private static void AssertNear(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= Math.Max(Tolerance * expected, double.Epsilon), $"{actual:R} in the place of {expected:R}");

    private sealed class Run<T> : IDisposable
        where T : unmanaged, INumber<T>
    {
        private readonly WorkerTeam _team;

        public Run(IUpdateRule rule, double least, double greatest, int threads = 1, KernelTarget? target = null)
        {
            _team = new WorkerTeam(threads);
            foreach (var (rows, columns) in s_shapes)
                Set.Add($"{Set.Count}", ParameterKind.Weight, rows, columns);
            var random = new Random(1);
            foreach (var parameter in Set)
            {
                foreach (ref var gradient in parameter.Gradients)
                    gradient = T.CreateTruncating((random.NextDouble() - 0.5) * (random.Next(3) == 0 ? greatest : least));
            }

            var options = new OptimizerOptions { Team = _team };
            Optimizer = FusedOptim.Optimizer.Create(Set, rule, target is { } given ? options with { Target = given } : options);
        }

        public ParameterSet<T> Set { get; } = new();

        public Optimizer Optimizer { get; }

        public void Dispose()
        {
            Optimizer.Dispose();
            Set.Dispose();
            _team.Dispose();
        }
    }
}
