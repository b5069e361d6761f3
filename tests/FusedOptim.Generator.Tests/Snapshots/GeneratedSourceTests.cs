using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;

namespace FusedOptim.Generator.Tests.Snapshots;

/// <summary>
/// What the generator writes, as a person reads it: two rules as a whole, one that measures among them, and loops that show one idea
/// each.
/// </summary>
public sealed class GeneratedSourceTests
{
    [Fact]
    public void AdamW() => Snapshot.Match(GeneratorHarness.Run(RuleSources.Read("AdamW")));

    [Fact]
    public void Lamb() => Snapshot.Match(GeneratorHarness.Run(RuleSources.Read("Lamb")));

    [Fact]
    public void Sgd() => Snapshot.MatchLoops(GeneratorHarness.Run(RuleSources.Read("Sgd")));

    [Fact]
    public void BranchesBecomeSelects() => Snapshot.MatchLoops(GeneratorHarness.Run(
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
    public void HelpersAreInlined() => Snapshot.MatchLoops(GeneratorHarness.Run(
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
    public void StrictOperationsStayAsTheyAreWritten() => Snapshot.MatchLoops(GeneratorHarness.Run(Meaning.Rule(
        """
            private double Direction(double gradient, [State] ref double m)
            {
                m = A * m + (1 - A) * gradient;
                return m / B;
            }
        """)));

    [Fact]
    public void DecayIsCorrectedAndCautious() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Decays where the step goes the same way, and less at small rates.</summary>
        [UpdateRule, WeightDecay(WeightDecayKind.Corrected, 0.1, Cautious = true)]
        public sealed partial record Corrected(double LearningRate = 1e-3, double Momentum = 0.9)
        {
            private double Direction(double gradient, [State] ref double m) => m = Momentum * m + gradient;
        }
        """));

    [Fact]
    public void SlowWeightsHaveAKernelOfTheirOwn() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>k steps forward, one step back.</summary>
        [UpdateRule, Lookahead]
        public sealed partial record SlowDescent(double LearningRate = 1e-3)
        {
            private double Direction(double gradient) => gradient;
        }
        """));

    [Fact]
    public void CentralizedGradientsAreAveragedByRowBefore() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>The centralized gradient alone.</summary>
        [UpdateRule, CentralizeGradient]
        public sealed partial record Centralized
        {
            private void Update(ref double parameter, double gradient) => parameter = gradient;
        }
        """));

    [Fact]
    public void AnOccasionHasAKernelOfItsOwn() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Divides by a curvature that is refreshed now and then.</summary>
        [UpdateRule]
        public sealed partial record Refreshed(double LearningRate = 1e-3, double Beta = 0.99, [Positive] int Interval = 10)
        {
            private double Direction(double gradient, [State] ref double h, [Every(nameof(Interval))] bool refreshes)
            {
                if (refreshes)
                    h = Beta * h + (1 - Beta) * gradient * gradient;
                return gradient / (Math.Sqrt(h) + 1e-8);
            }
        }
        """));

    [Fact]
    public void AFunctionBecomesAPolynomial() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>The nearer to zero, the faster.</summary>
        [UpdateRule]
        public sealed partial record Shrunk(double LearningRate = 0.1, double Temperature = 2)
        {
            private double Direction(double gradient, double parameter) => gradient * Elementwise.Exp(-parameter * parameter / Temperature);
        }
        """));

    [Fact]
    public void AnUpdateWritesTheParameterItself() => Snapshot.MatchLoops(GeneratorHarness.Run(
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

    [Fact]
    public void APhaseRunsOverRows() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Scaled by the most that the row has seen.</summary>
        [UpdateRule]
        public sealed partial record Rows(double LearningRate = 0.1)
        {
            private static void Measure(double gradient, [Sum(Over.Row)] ref double squares) => squares += gradient * gradient;

            [Phase(Over.Row)]
            private static void GatherRows(double squares, [State(Over.Row)] ref double most) => most = Math.Max(most, squares);

            private static double Direction(double gradient, [State(Over.Row)] double most) => gradient / most;
        }
        """));

    [Fact]
    public void AMethodOverMatricesStandsBetweenKernels() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;
        using FusedOptim.LinearAlgebra;

        namespace UserProject;

        /// <summary>Muon without momentum.</summary>
        [UpdateRule]
        public sealed partial record Orthogonal(double LearningRate = 0.1, double Shrinking = 0.5)
        {
            private void Measure(double gradient, out double u) => u = Shrinking * gradient;

            [Phase(Over.Matrix)]
            private static void Orthogonalize(Matrix u) => u.Orthogonalize(NewtonSchulzCoefficients.Muon);

            private static double Direction(double u) => u;
        }
        """));

    [Fact]
    public void ATrustRatioIsTakenOncePerRow() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Each row moves in relation to its size.</summary>
        [UpdateRule, TrustRatio(Over = Over.Row)]
        public sealed partial record RowRatio(double LearningRate = 0.1)
        {
            private static double Direction(double gradient) => gradient;
        }
        """));

    [Fact]
    public void ANormIsEnteredByAbsoluteValues() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Divided by a norm that does not overflow.</summary>
        [UpdateRule]
        public sealed partial record Normalized(double LearningRate = 0.1)
        {
            private static void Measure(double gradient, [Norm] ref double size) => size = double.Hypot(size, gradient);

            private static double Direction(double gradient, double size) => gradient / size;
        }
        """));

    [Fact]
    public void SumsAndMaximaAreMeasuredBefore() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Scaled by the norm, clipped by the greatest.</summary>
        [UpdateRule]
        public sealed partial record Measured(double LearningRate = 0.1)
        {
            private static void Measure(double gradient, double parameter, [Sum] ref double squares, [Max] ref double greatest)
            {
                squares += gradient * gradient;
                greatest = Math.Max(greatest, Math.Abs(parameter));
            }

            private static double Direction(double gradient, double squares, double greatest) =>
                Math.Min(gradient / Math.Sqrt(squares), greatest);
        }
        """));

    [Fact]
    public void AChoiceMakesTwoKernels() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Momentum, looked ahead or not.</summary>
        [UpdateRule]
        public sealed partial record Ahead(double LearningRate = 0.1, double Momentum = 0.9, bool Nesterov = false)
        {
            private double Direction(double gradient, [State] ref double m)
            {
                m = Momentum * m + gradient;
                return Nesterov ? gradient + Momentum * m : m;
            }
        }
        """));

    [Fact]
    public void AnEvaluationReadsWhatTheUpdateLeft() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>A mean of weights, to evaluate with.</summary>
        [UpdateRule]
        public sealed partial record Averaged(double LearningRate = 0.1)
        {
            private static void Update(ref double parameter, double gradient, [State(Initial = "parameter")] ref double mean)
            {
                parameter -= gradient;
                mean += 0.125 * (parameter - mean);
            }

            private static double Evaluate(double parameter, [State] double mean) => 0.5 * (parameter + mean);
        }
        """));

    [Fact]
    public void AnInputIsOneMoreOperand() => Snapshot.MatchLoops(GeneratorHarness.Run(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>Steps divided by a Hessian's diagonal, and scaled by the loss.</summary>
        [UpdateRule]
        public sealed partial record Scaled(double LearningRate = 0.1, double Beta = 0.9)
        {
            private double Direction(
                double gradient, [State] ref double m, [Input(Kept = true)] double hessian, [Input(Over.Model)] double loss)
            {
                m = Beta * m + (1 - Beta) * hessian;
                return loss * gradient / Math.Max(m, 1e-3);
            }
        }
        """));
}
