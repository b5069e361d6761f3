using System.Globalization;
using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>Generated code and messages are the same wherever the compiler runs.</summary>
[Trait("Kind", "Generator")]
public sealed class CultureTests
{
    // Signs and separators of Swedish, Arabic and Persian together, without the data of those cultures.
    private static readonly CultureInfo s_foreign = Foreign();

    public static TheoryData<string> Names => [.. RuleSources.Names];

    [Fact]
    public void AScalarWithAValueCompilesWhereTheMinusSignIsAnother()
    {
        var rule = Meaning.Rule(
            """
            private static void Prepare(int step, [Scalar(Value = 1)] ref double kept) => kept = -1.5 * kept - step;
            private double Direction(double gradient, double kept) => gradient * kept - 0.25;
            """);
        Assert.Empty(In(s_foreign, () => GeneratorHarness.Run(rule)).CompilerDiagnostics);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ShippedRulesAreTheSameText(string name) => AssertSame(RuleSources.Read(name));

    [Theory]
    [InlineData("private double Direction(double gradient, int step) => (step % 2 == 0 ? -1.5 : int.MinValue) * gradient - 1e-300 + double.NegativeInfinity * N;")]
    [InlineData("private double Direction(double gradient, [State(\"m\", Initial = \"A\")] ref double m) => m = Elementwise.Pow(Math.Abs(m), -0.5) + gradient * Math.Pow(A, -3);")]
    [InlineData("private static void Prepare([Scalar(Value = -1)] ref double a, [Scalar(Initial = \"B\")] ref double b) { } private double Direction(double gradient, double a, double b) => a * b * gradient;")]
    public void NegativeNumbersAreTheSameText(string members) => AssertSame(Meaning.Rule(members));

    [Theory]
    [InlineData("double LearningRate = 0.1, [Range(0, 1)] double A = 0.5", "")]
    [InlineData("double LearningRate = 0.1, [Range(2.5, -1.5)] double A = 0.5", "")]
    [InlineData("double LearningRate = 0.1, [Range(-2.5, -1.5)] double A = 0.5", "")]
    [InlineData("double LearningRate = 0.1, double A = 1e-50", "")]
    [InlineData("double LearningRate = 0.1, double A = 2", "[WeightDecay(-1.5)]")]
    [InlineData("double LearningRate = 0.1, double A = 2", "[WeightDecay((WeightDecayKind)(-1))]")]
    [InlineData("double LearningRate = 0.1, double A = 2", "[TrustRatio(Minimum = -0.5)]")]
    [InlineData("double LearningRate = 0.1, double A = 2", "[AveragedWeights(-0.5)]")]
    public void MessagesAreTheSameText(string hyperparameters, string attributes)
    {
        var rule = Meaning.Rule("private double Direction(double gradient) => A * gradient;", hyperparameters)
            .Replace("[UpdateRule", attributes + "[UpdateRule", StringComparison.Ordinal);
        Assert.Equal(Messages(CultureInfo.InvariantCulture), Messages(s_foreign));

        string Messages(CultureInfo culture) => In(culture, () => string.Join("\n", GeneratorHarness.Run(rule).Diagnostics.Select(
            diagnostic => diagnostic.Id + diagnostic.GetMessage(CultureInfo.InvariantCulture))));
    }

    private static void AssertSame(string source)
    {
        var (expected, actual) = (Texts(CultureInfo.InvariantCulture), Texts(s_foreign));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);

        List<string> Texts(CultureInfo culture) => In(culture, () => GeneratorHarness.Run(source).Sources
            .Select(generated => generated.SourceText.ToString()).ToList());
    }

    private static T In<T>(CultureInfo culture, Func<T> run)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
            return run();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private static CultureInfo Foreign()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NegativeSign = "\u2212",
            PositiveSign = "\u061c+",
            NumberDecimalSeparator = "\u066b",
            NumberGroupSeparator = "\u066c",
            NaNSymbol = "ليس رقم",
            PositiveInfinitySymbol = "∞",
            NegativeInfinitySymbol = "\u2212∞",
            NativeDigits = ["٠", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩"],
            DigitSubstitution = DigitShapes.NativeNational,
        };
        return culture;
    }
}
