using FusedOptim.Execution;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>The meaning of phases that measure.</summary>
public sealed class MeasuringTests
{
    private const string Phases =
        """
        private static void Measure(
            double gradient, double parameter, [Sum(Over.Row)] ref double squares, [Max(Over.Column)] ref double largest,
            [Sum(Over.Matrix)] ref double added)
        {
            squares += gradient * gradient;
            largest = Math.Max(largest, Math.Abs(parameter));
            added += parameter;
        }

        [Phase(Over.Row)]
        private void GatherRows(
            double squares, double added, long columns, [State(Over.Row)] ref double row, out double factor, [Sum] ref double rowTotal)
        {
            row = A * row + (1 - A) * squares / columns;
            factor = added > 0 ? 1 / (Math.Sqrt(row) + B) : squares;
            rowTotal += factor;
        }

        [Phase(Over.Column)]
        private void GatherColumns(
            double largest, double rowTotal, long rows, [State("column", Over.Column)] ref double column, [Max(Over.Matrix)] ref double greatest)
        {
            column = Math.Max(column, largest) + rowTotal / rows;
            greatest = Math.Max(greatest, column);
        }

        [Phase]
        private static void MeasureAgain(double gradient, double factor, [Sum(Over.Column)] ref double again) => again += gradient * factor;

        private double Direction(
            double gradient, double factor, double greatest, double again, [State(Over.Column)] double column, [State(Over.Row)] double row) =>
            gradient * factor - (greatest > row ? again : column);
        """;

    public static TheoryData<KernelTarget> Targets => [.. KernelTargets.Supported.Where(target => target != KernelTarget.Reference)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void ASumTakesWhatAStateWasBeforeItIsWritten(KernelTarget target)
    {
        using var assembly = GeneratorHarness.RunClean(Meaning.Rule(
            """
            private void Measure(double gradient, [State(Exact = true)] ref double m, [Sum] ref double total)
            {
                var old = m;
                m = 1;
                total += old - gradient;
            }

            private double Direction(double total) => total / LearningRate;
            """)).Load();
        using var run = KernelRun.Create(assembly.Rule(), isSingle: true, target, length: 3);
        run.Write([0, 0, 0], [0.5, 0.25, 0.25], [2, 3, 5]);
        run.Step(1);
        Assert.Equal([-9, -9, -9], run.Read(0));
        Assert.Equal([1, 1, 1], run.Read(2));
    }

    /// <summary>The addend of a product comes one statement earlier, but not before what it is made of.</summary>
    [Fact]
    public void AnAddendThatIsWidenedComesAfterItsOperands()
    {
        using var assembly = GeneratorHarness.RunClean(
            """
            using FusedOptim;

            namespace UserProject;

            /// <summary>A rule.</summary>
            [UpdateRule]
            public sealed partial record Rule(double LearningRate = 0.1, double A = 0.5)
            {
                private void Measure(double gradient, double parameter, [Sum] ref double total)
                {
                    var sign = parameter > 0 ? 1.0 : -1.0;
                    total += gradient * Math.FusedMultiplyAdd(A, 2.0, sign * sign);
                }

                private double Direction(double gradient, double total) => gradient * total;
            }
            """).Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(3, 67));
    }

    [Fact]
    public void PhasesHandValuesOfRowsAndColumnsToEachOther()
    {
        using var assembly = GeneratorHarness.RunClean(Meaning.Rule(Phases)).Load();
        RuleTest.Verify(assembly.Rule(), new VerifyOptions { LargestOffset = 0, Steps = [1, 2], GradientScales = [1] });
    }
}
