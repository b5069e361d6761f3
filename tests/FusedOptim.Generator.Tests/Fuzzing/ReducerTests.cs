using System.Text.RegularExpressions;
using FusedOptim.Generator.Tests.Fuzzing.Generation;
using FusedOptim.Generator.Tests.Fuzzing.Interpretation;
using FusedOptim.Generator.Tests.Fuzzing.Running;

namespace FusedOptim.Generator.Tests.Fuzzing;

/// <summary>The fuzzer finds a fault, and makes the rule that shows it small.</summary>
public sealed class ReducerTests
{
    private const string Source =
        """
        using FusedOptim;

        namespace UserProject;

        [UpdateRule(FloatMode = FloatMode.Strict), WeightDecay(0.1)]
        public sealed partial record Rule7(double LearningRate = 0.1, double A = 0.9)
        {
            private void Measure(double gradient, [Sum] ref double total) => total += gradient;

            private double Direction(double gradient, [State] ref double m, double total)
            {
                m = A * m + (1 - A) * gradient;
                if (m < 2)
                {
                    m = Math.Min(m, gradient * 2) + total;
                }

                return m / (Math.Sqrt(m * m) + 1e-8);
            }
        }

        """;

    [Fact]
    public void AWrongOperationIsFoundAndMadeSmall()
    {
        var rule = new RandomRule(7, Source);
        var batch = new RuleBatch(static tensor => new WrongMinimum(tensor));
        batch.Check([rule]);
        var failure = Assert.Single(batch.Report.Failures);
        var reduced = new RuleReducer(static tensor => new WrongMinimum(tensor)).Reduce(failure);

        Assert.Contains("Math.Min(", reduced.Rule.Source, StringComparison.Ordinal);
        foreach (var gone in (string[])["if (", "Measure", "WeightDecay", "Math.Sqrt"])
            Assert.DoesNotContain(gone, reduced.Rule.Source, StringComparison.Ordinal);
        const string Bits = @"\S+ \(0x[0-9A-F]{8}\)";
        Assert.True(
            Regex.IsMatch(
                reduced.Message,
                @$"Scalar differs from the interpretation: float, \d+ elements, .* is {Bits}, expected {Bits}( within \S+)?; of parameter {Bits}"),
            reduced.Message);

        // Right, the small rule passes: it shows the fault and nothing else.
        var right = new RuleBatch(static tensor => new Calculator(tensor));
        right.Check([rule, reduced.Rule.In("Reduced")]);
        Assert.Empty(right.Report.Failures);
    }

    private sealed class WrongMinimum(TensorArithmetic tensor) : Calculator(tensor)
    {
        public override Value Binary(Operation operation, Value x, Value y) =>
            base.Binary(operation == Operation.Min ? Operation.Max : operation, x, y);
    }
}
