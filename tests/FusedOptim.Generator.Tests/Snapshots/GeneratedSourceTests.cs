using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;

namespace FusedOptim.Generator.Tests.Snapshots;

/// <summary>What the generator writes, as a person reads it.</summary>
public sealed class GeneratedSourceTests
{
    [Fact]
    public void AdamW() => Snapshot.Match(GeneratorHarness.Run(RuleSources.Read("AdamW")));

    [Fact]
    public void Sgd() => Snapshot.MatchComputation(GeneratorHarness.Run(RuleSources.Read("Sgd")));

    [Fact]
    public void Branches() => Snapshot.MatchComputation(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Resilient propagation: a step of its own for each element, which grows while the sign stays.</summary>
        [UpdateRule]
        public sealed partial record Resilient(double LearningRate = 0.01, double Grow = 1.2, double Shrink = 0.5, double Most = 50)
        {
            private double Direction(
                double gradient, [State] ref double previous, [State(Initial = nameof(LearningRate))] ref double size, int step)
            {
                if (step > 1 && gradient * previous > 0)
                    size = Math.Min(size * Grow, Most);
                else if (gradient * previous < 0)
                    size *= Shrink;
                previous = gradient * previous < 0 ? 0 : gradient;
                return Elementwise.Sign(previous) * size;
            }
        }
        """));

    [Fact]
    public void Helpers() => Snapshot.MatchComputation(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Two moments by one helper.</summary>
        [UpdateRule]
        public sealed partial record TwoMoments(double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8)
        {
            private static double Average(ref double average, double value, double beta, int step)
            {
                average = beta * average + (1 - beta) * value;
                return average / (1 - Math.Pow(beta, step));
            }

            private double Direction(double gradient, [State] ref double m, [State] ref double v, int step) =>
                Average(ref m, gradient, Beta1, step) / (Math.Sqrt(Average(ref v, gradient * gradient, Beta2, step)) + Epsilon);
        }
        """));

    [Fact]
    public void Strict() => Snapshot.MatchComputation(GeneratorHarness.Run(Meaning.Rule(
        """
            private double Direction(double gradient, [State] ref double m)
            {
                m = A * m + (1 - A) * gradient;
                return m / B;
            }
        """)));

    [Fact]
    public void Functions() => Snapshot.MatchComputation(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Two functions, which become polynomials: long ones in double.</summary>
        [UpdateRule]
        public sealed partial record Squashed(double LearningRate = 0.1, double Temperature = 2)
        {
            private double Direction(double gradient, double parameter) =>
                Elementwise.Tanh(gradient / Temperature) * Elementwise.Exp(-parameter * parameter);
        }
        """));

    [Fact]
    public void Update() => Snapshot.MatchComputation(GeneratorHarness.Run(
        """
        using FusedOptim;

        /// <summary>The rate inside the velocity, decoupled decay beside it.</summary>
        [UpdateRule, WeightDecay(0.01)]
        public sealed partial record Velocity(double LearningRate = 0.1, double Momentum = 0.9)
        {
            private void Update(ref double parameter, double gradient, [State("momentum_buffer")] ref double velocity)
            {
                velocity = Momentum * velocity - LearningRate * gradient;
                parameter += velocity;
            }
        }
        """));
}
