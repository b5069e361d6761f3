using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Functions;

/// <summary>The loops of a function, as they were read and accepted: one of values, one that also gives derivatives.</summary>
public sealed class GeneratedFunctionTests
{
    [Fact]
    public void Huber() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Squared near zero, absolute beyond.</summary>
        /// <param name="Delta">Where it changes.</param>
        [ElementwiseFunction]
        public sealed partial record Huber(double Delta = 1)
        {
            private double Value(double output, double target)
            {
                var error = output - target;
                var size = Math.Abs(error);
                return size <= Delta ? 0.5 * error * error : Delta * (size - 0.5 * Delta);
            }
        }
        """));

    [Fact]
    public void Bump() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        /// <summary>x·e⁻ˣ: the derivative has the same exponential.</summary>
        [ElementwiseFunction]
        public sealed partial record Bump
        {
            private static double Value(double x) => x * Elementwise.Exp(-x);
        }
        """));
}
