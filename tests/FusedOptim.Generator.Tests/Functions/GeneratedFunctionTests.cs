using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Functions;

/// <summary>What is generated of a function, as it was read and accepted.</summary>
public sealed class GeneratedFunctionTests
{
    [Fact]
    public void Huber() => Snapshot.Match(GeneratorHarness.Run(
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
    public void Mish() => Snapshot.MatchComputation(GeneratorHarness.Run(
        """
        using FusedOptim;

        /// <summary>x·tanh(log(1 + eˣ)).</summary>
        [ElementwiseFunction]
        public sealed partial record Mish
        {
            private static double Value(double x)
            {
                var softplus = Math.Max(x, 0) + Elementwise.Log(1 + Elementwise.Exp(-Math.Abs(x)));
                return x * Elementwise.Tanh(softplus);
            }
        }
        """));
}
