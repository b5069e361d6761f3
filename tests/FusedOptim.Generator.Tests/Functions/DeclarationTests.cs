using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Functions;

/// <summary>What the record of a function may be, and what it has when it is generated.</summary>
public sealed class DeclarationTests
{
    [Fact]
    public void ARecordMayHaveABase()
    {
        using var assembly = FunctionSources.Compile(
            """
            using FusedOptim;
            using FusedOptim.Functions;

            namespace UserProject;

            /// <summary>A layer.</summary>
            public abstract record Layer
            {
                /// <summary>Its kind.</summary>
                public abstract string Kind { get; }
            }

            /// <summary>A layer that applies a function.</summary>
            /// <typeparam name="TSelf">The function.</typeparam>
            public abstract record Activation<TSelf> : Layer
                where TSelf : Activation<TSelf>, IElementwiseFunction<TSelf>
            {
                /// <inheritdoc/>
                public sealed override string Kind => TSelf.Schema.Name;
            }

            /// <summary>A unit.</summary>
            [ElementwiseFunction]
            public sealed partial record Relu : Activation<Relu>
            {
                private static double Value(double x) => x > 0 ? x : 0;
            }
            """);
        var function = assembly.Function();
        Assert.Equal("Relu", function.Instance.GetType().GetProperty("Kind")!.GetValue(function.Instance));
        function.Verify(Inputs.OfLengths(67));
    }

    [Fact]
    public void HyperparametersAreCheckedAndStay()
    {
        using var assembly = FunctionSources.Compile(FunctionSources.OfX("Slope * x", "[Range(0.0, 1.0)] double Slope = 0.25"));
        var error = Assert.ThrowsAny<Exception>(() => assembly.Function(null, ("Slope", 2.0))).GetBaseException();
        Assert.StartsWith("Function.Slope is 2; it must be at least 0 and at most 1.", Assert.IsType<ArgumentOutOfRangeException>(error).Message);
        var property = assembly.Function().Instance.GetType().GetProperty("Slope")!;
        Assert.Contains(
            property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers(),
            modifier => modifier.FullName == "System.Runtime.CompilerServices.IsExternalInit");
        var schema = Assert.Single(assembly.Function().Schema.Hyperparameters);
        Assert.Equal(("Slope", 0.25, 0.0, 1.0), (schema.Name, schema.Default, schema.Minimum, schema.Maximum));
    }

    [Fact]
    public void KeywordsAndNamesOfGeneratedCodeCanBeArguments()
    {
        using var assembly = FunctionSources.Compile(FunctionSources.Declare(
            """
            private double Value(double @class, double values, double derivative, double count) =>
                field * @class * values + derivative * count * constants;
            """,
            "double field = 2, double constants = 3"));
        var function = assembly.Function();
        Assert.Equal(["class", "values", "derivative", "count"], function.Schema.Arguments);
        Assert.Equal((2.0 * 5 * 7 + 11 * 13 * 3, 14.0), function.At(5, 7, 11, 13));
        function.Verify(Inputs.OfLengths(3, 20));
    }

    [Fact]
    public void ATypeNamedMathIsInNobodysWay()
    {
        using var assembly = FunctionSources.Compile(
            """
            using FusedOptim;

            namespace UserProject;

            internal static class Math;
            internal static class MemoryMarshal;

            /// <summary>A function.</summary>
            [ElementwiseFunction]
            public sealed partial record Root(double Scale = 2)
            {
                private double Value(double x) => System.Math.Sqrt(x * x + Scale) * System.Math.Exp(Scale);
            }
            """);
        assembly.Function().Verify(Inputs.OfLengths(20));
    }

    [Fact]
    public void NamesThatDifferInCaseAloneHaveFilesOfTheirOwn()
    {
        var run = GeneratorHarness.RunClean(
            FunctionSources.OfX("x"), FunctionSources.OfX("2 * x").Replace("record Function", "record FUNCTION", StringComparison.Ordinal));
        Assert.Equal(run.Sources.Length, run.Sources.Select(source => source.HintName.ToUpperInvariant()).Distinct().Count());
    }

    [Fact]
    public void ADebugBuildIsMentioned()
    {
        var compilation = TestCompilation.Create(FunctionSources.OfX("x"));
        var run = GeneratorHarness.Run(compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Debug)));
        Assert.Single(run.Diagnostics, diagnostic => diagnostic is { Id: "FOPT056", Severity: DiagnosticSeverity.Info });
    }

    [Fact]
    public void AnEditOfOneFunctionLeavesTheOtherCached()
    {
        var other = FunctionSources.OfX("2 * x").Replace("record Function", "record Other", StringComparison.Ordinal);
        var compilation = TestCompilation.Create(FunctionSources.OfX("x"), other);
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);
        var tree = compilation.SyntaxTrees[2];
        var edited = compilation.ReplaceSyntaxTree(
            tree, TestCompilation.Parse(other.Replace("2 * x", "3 * x", StringComparison.Ordinal), tree.FilePath));
        var reasons = driver.RunGenerators(edited).GetRunResult().Results[1].TrackedOutputSteps
            .SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason).ToList();
        Assert.Contains(IncrementalStepRunReason.Modified, reasons);
        Assert.Contains(IncrementalStepRunReason.Cached, reasons);
    }
}
