using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>Every identifier that generated code contains, collected from rules and functions that have all there is.</summary>
internal static class GeneratedNames
{
    private const string Everything =
        """
        namespace UserProject;

        /// <summary>Choices.</summary>
        public enum Shape
        {
            /// <summary>One.</summary>
            Round,

            /// <summary>Another.</summary>
            Square,
        }

        /// <summary>A rule of all phases.</summary>
        [global::FusedOptim.UpdateRule, global::FusedOptim.ClipByValue(2.0), global::FusedOptim.L1(0.1), global::FusedOptim.Cautious]
        [global::FusedOptim.WeightDecay(global::FusedOptim.WeightDecayKind.Corrected, 0.1, Cautious = true)]
        public sealed partial record Phases(double LearningRate = 0.1, int N = 3, bool Nesterov = false, Shape Shape = Shape.Round)
        {
            private static void Measure(double gradient, double kept, [global::FusedOptim.Sum] ref double squares, [global::FusedOptim.Max] ref double largest, [global::FusedOptim.Norm] ref double size)
            {
                squares += gradient * gradient + kept;
                largest = global::System.Math.Max(largest, gradient);
                size = double.Hypot(size, gradient);
            }

            private void Prepare(int step, long count, double squares, double largest, [global::FusedOptim.Scalar(Value = 2)] ref double kept, out double factor)
            {
                kept += step + count + largest;
                factor = squares + N;
            }

            private double Direction(double gradient, double parameter, [global::FusedOptim.State("first")] ref double m, [global::FusedOptim.State("second")] ref double v, double factor, double kept, int step)
            {
                var power = global::FusedOptim.Elementwise.Pow(global::System.Math.Abs(gradient), kept) + global::FusedOptim.Elementwise.Exp(parameter);
                m = Nesterov ? m * factor : m + gradient;
                v = Shape == Shape.Round ? v * global::System.Math.Pow(0.9, step) : gradient;
                return global::System.Math.Max(power + m / global::System.Math.Sqrt(v), 3) % N == 0 ? 1 : global::System.Math.Clamp(m, -kept, kept);
            }

            private static double Evaluate(double parameter, [global::FusedOptim.State] double m) => parameter + m;
        }

        /// <summary>A rule of attributes.</summary>
        [global::FusedOptim.UpdateRule, global::FusedOptim.FirstMoment, global::FusedOptim.SecondMoment, global::FusedOptim.BiasCorrection]
        [global::FusedOptim.CentralizeGradient, global::FusedOptim.TrustRatio(Over = global::FusedOptim.Over.Row), global::FusedOptim.Lookahead, global::FusedOptim.AveragedWeights, global::FusedOptim.WeightDecay(global::FusedOptim.WeightDecayKind.InDirection)]
        public sealed partial record Moments;

        /// <summary>A function.</summary>
        [global::FusedOptim.ElementwiseFunction]
        public sealed partial record Function(double Scale = 0.1, bool IsSquared = false)
        {
            private double Value(double output, double target) =>
                IsSquared ? Scale * global::FusedOptim.Elementwise.Square(output - target) : global::FusedOptim.Elementwise.Tanh(output) * target;
        }
        """;

    private static readonly Lazy<IReadOnlyList<string>> s_all = new(Collect);

    /// <summary>All of them, and words of C# that are legal names.</summary>
    public static IReadOnlyList<string> All => s_all.Value;

    private static IReadOnlyList<string> Collect() =>
    [
        .. GeneratorHarness.Run(Everything.Replace("% N == 0", "> 1", StringComparison.Ordinal)).Sources
            .SelectMany(source => source.SyntaxTree.GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && !token.Text.Contains('<', StringComparison.Ordinal))
            .Select(token => token.ValueText)
            .Concat(["global", "nameof", "nint", "dynamic", "await", "async", "record", "required", "scoped", "file", "allows", "field", "value", "_", "__", "class", "event", "µ", "İ", "ı", "ﬁ"])
            .Distinct().Order(StringComparer.Ordinal),
    ];
}
