using FusedOptim.CompilerServices;
using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>Code that was generated for another contract is refused before it runs.</summary>
[Trait("Kind", "Generator")]
public sealed class ContractVersionTests
{
    private const string Declarations =
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>A rule.</summary>
        [UpdateRule]
        public sealed partial record Rule(double LearningRate = 0.1)
        {
            private double Direction(double gradient) => gradient;
        }

        /// <summary>A function.</summary>
        [ElementwiseFunction]
        public sealed partial record Function(double Scale = 2)
        {
            private double Value(double x) => Scale * x;
        }
        """;

    [Fact]
    public void TheContractOfTheGeneratorIsThatOfTheRuntime()
    {
        using var assembly = CompiledFor(ContractVersion.Current);
        Assert.Equal(0.1, assembly.Rule().GetHyperparameter(0));
    }

    [Fact]
    public void AnOlderContract_SaysWhatToRebuild() => AssertRefused(
        ContractVersion.Current - 1, $"Rebuild UserProject with the package FusedOptim {Library}.");

    [Fact]
    public void ANewerContract_SaysWhatToUpdate() => AssertRefused(
        ContractVersion.Current + 1,
        $"Update the package FusedOptim to the version that UserProject was built with, or rebuild UserProject.");

    private static Version Library => typeof(ContractVersion).Assembly.GetName().Version!;

    private static void AssertRefused(int version, string advice)
    {
        using var assembly = CompiledFor(version);
        foreach (var create in (Action[])[() => assembly.Rule(), () => assembly.Function()])
        {
            var exception = Assert.ThrowsAny<Exception>(create).GetBaseException();
            Assert.IsType<NotSupportedException>(exception);
            Assert.Equal(
                $"UserProject 0.0.0.0 was compiled for version {version} of the contract between generated code and the runtime; " +
                $"FusedOptim {Library} has version {ContractVersion.Current}. {advice}",
                exception.Message);
        }
    }

    private static CompiledAssembly CompiledFor(int version)
    {
        var run = GeneratorHarness.RunClean(Declarations);
        var output = run.Output;
        var changed = 0;
        foreach (var tree in run.Output.SyntaxTrees)
        {
            var text = tree.ToString();
            var written = $"ContractVersion.Check({ContractVersion.Current},";
            if (!text.Contains(written, StringComparison.Ordinal))
                continue;
            changed++;
            output = output.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(
                text.Replace(written, $"ContractVersion.Check({version},", StringComparison.Ordinal),
                TestCompilation.ParseOptions, tree.FilePath, System.Text.Encoding.UTF8));
        }

        Assert.Equal(2, changed);
        return (run with { Output = output }).Load();
    }
}
