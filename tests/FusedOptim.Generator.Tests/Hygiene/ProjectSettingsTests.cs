using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>Rules compile under every setting of a project, to the same bits.</summary>
[Trait("Kind", "Generator")]
public sealed class ProjectSettingsTests
{
    private const string Members =
        """
        private double Direction(double gradient, [State("m")] ref double m, int step)
        {
            m += Elementwise.Pow(Math.Abs(gradient) + 1, A) + Elementwise.Exp(m) + Elementwise.Log(Math.Abs(gradient)) + Elementwise.Tanh(gradient) + Elementwise.Logistic(m);
            m += Elementwise.Softplus(m) + Elementwise.Erf(gradient) + Elementwise.Cbrt(gradient) + Elementwise.Atan2(gradient, m);
            return m * Math.Pow(A, step) + gradient * unchecked((int)(A * 1e300) + step * int.MaxValue);
        }
        """;

    public static TheoryData<string> Settings => ["checked", "nullable", "strict", "unsafe", "debug", "no usings"];

    [Theory]
    [MemberData(nameof(Settings))]
    public void EverySettingOfAProject(string setting)
    {
        var source = "using System;\n" + Meaning.Rule(Members);
        var compilation = TestCompilation.Create(source);
        var options = compilation.Options;
        compilation = setting switch
        {
            "checked" => compilation.WithOptions(options.WithOverflowChecks(true)),
            "nullable" => compilation.WithOptions(options.WithNullableContextOptions(NullableContextOptions.Disable)),
            "unsafe" => compilation.WithOptions(options.WithAllowUnsafe(true)),
            "debug" => compilation.WithOptions(options.WithOptimizationLevel(OptimizationLevel.Debug)),
            "strict" => compilation.WithOptions(options.WithWarningLevel(9999)).RemoveAllSyntaxTrees().AddSyntaxTrees(
                CSharpSyntaxTree.ParseText(source, TestCompilation.ParseOptions.WithFeatures([new("strict", "true")]), "Source0.cs", System.Text.Encoding.UTF8)),
            _ => compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(TestCompilation.Parse(source, "Source0.cs")),
        };
        if (setting == "strict")
        {
            // All trees of a compilation have the same features.
            var driver = CSharpGeneratorDriver.Create(
                [new UpdateRuleGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options);
            driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
            Assert.Empty(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed));
            return;
        }

        var run = GeneratorHarness.Run(compilation);
        run.AssertClean();
        using var assembly = run.Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(0, 1, 67));
    }

    /// <summary>Loops of a Debug build read memory within expressions: before it is overwritten all the same.</summary>
    [Theory]
    [InlineData("""
        private double Direction(double gradient, [State("a")] ref double a, [State("b")] ref double b)
        {
            (a, b) = (b, 0.5 * a + gradient);
            return a;
        }
        """)]
    [InlineData("""
        private void Measure(double gradient, double parameter, [State("m")] ref double m, [Sum] ref double old, [Sum] ref double squares)
        {
            old += 0.25 * m * m;
            squares += parameter * parameter;
            m = A * m + gradient;
        }

        private double Direction([State("m")] ref double m, double old, double squares) => m * (1 + old) / (1 + squares);
        """)]
    public void ADebugBuildReadsBeforeItWrites(string members)
    {
        var compilation = TestCompilation.Create(Meaning.Rule(members).Replace("FloatMode.Strict", "FloatMode.Deterministic", StringComparison.Ordinal));
        var run = GeneratorHarness.Run(
            compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Debug)));
        run.AssertClean();
        using var assembly = run.Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(0, 1, 67, 1_100));
    }

    [Theory]
    [InlineData("Ordner mit Ümlauten/файл 文件.cs")]
    [InlineData("a'b\"c#d%20.cs")]
    public void AnyPath(string path)
    {
        var run = GeneratorHarness.Run(TestCompilation.Create().AddSyntaxTrees(TestCompilation.Parse(Meaning.Rule(Members), path)));
        run.AssertClean();
    }

    [Fact]
    public void LinesThatAreMappedAndDirectives() => GeneratorHarness.RunClean(
        "#define HERE\n#if HERE\n#line 500 \"Other.cs\"\n#pragma warning disable CS1591\n" + Meaning.Rule("#line hidden\n" + Members + "\n#line default") + "\n#endif");

    [Theory]
    [InlineData("file static class Constants { public static readonly double Two = 2; }")]
    [InlineData("file static class Outer { public static class Inner { public static readonly double Two = 2; } }")]
    public void AFieldThatOnlyItsFileCanReadIsRefused(string type)
    {
        var name = type.Contains("Inner", StringComparison.Ordinal) ? "Outer.Inner.Two" : "Constants.Two";
        Assert.Equal(["FOPT031"], GeneratorHarness.Run(Meaning.Rule($"private double Direction(double gradient) => {name} * gradient;") + "\n" + type)
            .Refusals.Select(refusal => refusal.Id));
    }

    [Fact]
    public void ConstantsAndHelpersOfTheFileAreNot() => Meaning.Check(
        """
        private double Direction(double gradient) => Constants.Twice(gradient) * Constants.Two;
        }
        file static class Constants
        {
            public const double Two = 2;
            public static double Twice(double x) => 2 * x;
        """);

    [Fact]
    public void ALibraryUnderAnAliasIsOneMessage()
    {
        var references = TestCompilation.References.Select(reference => reference is PortableExecutableReference { FilePath: { } path } &&
            path.EndsWith("FusedOptim.dll", StringComparison.Ordinal) ? reference.WithAliases(["library"]) : reference);
        var run = GeneratorHarness.Run(TestCompilation.Create(
            "extern alias library;\nusing library::FusedOptim;\n[UpdateRule] internal sealed partial record Rule(double LearningRate = 0.1) { private double Direction(double gradient) => gradient; }")
            .WithReferences(references));
        Assert.Equal(["FOPT044"], run.Refusals.Select(refusal => refusal.Id));
        Assert.Empty(run.CompilerDiagnostics);
    }

    [Fact]
    public void ALibraryUnderAnAliasAndGlobalIsFine()
    {
        var references = TestCompilation.References.Select(reference => reference is PortableExecutableReference { FilePath: { } path } &&
            path.EndsWith("FusedOptim.dll", StringComparison.Ordinal) ? reference.WithAliases(["library", "global"]) : reference);
        GeneratorHarness.Run(TestCompilation.Create(Meaning.Rule(Members)).WithReferences(references)).AssertClean();
    }

    [Theory]
    [InlineData("namespace System { public static class Math { public static double Sqrt(double x) => 7; } }")]
    [InlineData("namespace System.Runtime.Intrinsics { internal static class Vector512; }")]
    [InlineData("namespace System.Runtime.CompilerServices { internal static class Unsafe; }")]
    [InlineData("namespace FusedOptim.CompilerServices { internal static class KernelMath; }")]
    [InlineData("namespace FusedOptim { internal static class Generated; }")]
    [InlineData("namespace FusedOptim.Generated { internal static class UserProject; }")]
    public void ATypeInThePlaceOfOneThatGeneratedCodeCallsIsOneMessage(string declaration)
    {
        var run = GeneratorHarness.Run(Meaning.Rule("private double Direction(double gradient) => gradient;"), declaration);
        var refusal = Assert.Single(run.Refusals);
        Assert.Equal(("FOPT017", "Source1.cs"), (refusal.Id, refusal.Location.GetLineSpan().Path));
    }

    [Theory]
    [InlineData("Apply", "[UpdateRule] internal sealed partial record Apply(double LearningRate = 0.1) { private double Direction(double gradient) => gradient; }", "FOPT017")]
    [InlineData("L1", "[UpdateRule, L1(0.1)] internal sealed partial record L1(double LearningRate = 0.1) { private double Direction(double gradient) => gradient; }", "FOPT017")]
    [InlineData("FirstMoment(0.9, FirstMomentKind.HeavyBall)", "[UpdateRule, FirstMoment(0.9, FirstMomentKind.HeavyBall)] internal sealed partial record Momentum;", "FOPT040")]
    [InlineData("Numerics", "[UpdateRule] internal sealed partial record Rule(double LearningRate = 0.1) { private double Direction(double gradient) => gradient; } namespace System { internal static class Numerics; }", "FOPT017")]
    public void ARecordCalledLikeWhatIsAddedToItIsOneMessage(string place, string source, string id)
    {
        var run = GeneratorHarness.Run("using FusedOptim;\n" + source);
        var refusal = Assert.Single(run.Refusals);
        Assert.Equal(id, refusal.Id);
        Assert.Equal(place, refusal.Location.SourceTree!.GetText().ToString(refusal.Location.SourceSpan));
        Assert.Empty(run.CompilerDiagnostics);
    }

    [Theory]
    [InlineData("namespace FusedOptim { internal static class Vector512; internal static class Span; internal static class Math; internal static class Unsafe; }")]
    [InlineData("namespace System { internal static class Vector512; internal static class KernelMath; internal class Vector256<T>; }")]
    [InlineData("namespace System.Runtime.CompilerServices { internal static class KernelMath; internal static class Vector128; internal static class Span; }")]
    [InlineData("namespace FusedOptim.CompilerServices { internal static class Span; internal static class MathF; }")]
    public void TypesOfTheSameNameInOtherNamespacesThatGeneratedCodeUses(string declaration)
    {
        using var assembly = GeneratorHarness.RunClean(Meaning.Rule(Members.Replace("Math.", "global::System.Math.", StringComparison.Ordinal)), declaration).Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(5, 67));
    }

    [Theory]
    [InlineData("namespace FusedOptim.CompilerServices { internal static class Vector512; }")]
    [InlineData("namespace System.Runtime.Intrinsics { internal static class KernelOptions; }")]
    public void TypesThatMakeNamesOfKernelsAmbiguousAreRefused(string declaration)
    {
        var run = GeneratorHarness.Run(Meaning.Rule("private double Direction(double gradient) => gradient;"), declaration);
        Assert.All(run.Refusals, refusal => Assert.Equal("FOPT017", refusal.Id));
        Assert.NotEmpty(run.Refusals);
    }

    [Theory]
    [InlineData("bool Strict = false", "Strict ? 2 * gradient : gradient / A", "")]
    [InlineData("Shape Shape = Shape.Plain", "Shape switch { Shape.Plain => gradient / A, Shape.Strict => 2 * gradient, _ => 3 * gradient / A }", "public enum Shape { Plain, Strict, StrictStrict }")]
    [InlineData("First First = First.A, Second Second = Second.BC", "(First == First.A ? gradient / A : 2 * gradient) + (Second == Second.BC ? 5 : 7 / A)", "public enum First { A, AB } public enum Second { BC, C }")]
    [InlineData("bool Measure = false, bool Evaluate = false", "Measure ? 2 * gradient * A : Evaluate ? gradient : 4 / A", "")]
    public void ChoicesWhoseNamesRunTogether(string hyperparameters, string direction, string types)
    {
        using var assembly = GeneratorHarness.RunClean("#pragma warning disable CS1591\n" + Meaning.Rule(
            $"private double Direction(double gradient) => {direction}; private static double Evaluate_(double parameter) => parameter;",
            "double LearningRate = 0.1, double A = 0.3, " + hyperparameters).Replace("FloatMode.Strict", "FloatMode.Deterministic", StringComparison.Ordinal) + types).Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(5, 67));
    }

    [Theory]
    [InlineData("var equals = gradient * A * B; var toString = A * N; return equals * toString + gradient * (A + N);")]
    [InlineData("var getHashCode = A / B; var getType = A - B; var memberwiseClone = A + B; var finalize = 1 - A; return gradient * getHashCode + getType * gradient + memberwiseClone / gradient + finalize;")]
    public void LocalsCalledLikeMembersOfEveryType(string body) => Meaning.Check($"private double Direction(double gradient) {{ {body} }}");
}
