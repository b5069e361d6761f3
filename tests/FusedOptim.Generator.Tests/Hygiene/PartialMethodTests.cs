using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>The body of a partial method may be in another part of the record.</summary>
[Trait("Kind", "Generator")]
public sealed class PartialMethodTests
{
    [Fact]
    public void ADirectionWithItsBodyInAnotherPart() => Check(
        "private partial double Direction(double gradient, [State(\"m\")] ref double m);",
        "private partial double Direction(double gradient, ref double m) { m = A * m + gradient; return m; }");

    [Fact]
    public void ABodyBeforeItsDeclaration() => Check(
        "private partial double Direction(double gradient, ref double m) { m = A * m + gradient; return m; }",
        "private partial double Direction(double gradient, [State(\"m\")] ref double m);");

    [Fact]
    public void APartialHelper() => Check(
        "private double Direction(double gradient, [State(\"m\")] ref double m) { Add(ref m, y: 3, x: gradient); return Twice(m); } private static partial double Twice(double x);",
        "private static partial double Twice(double x) => 2 * x; partial void Add(ref double m, double x, double y) => m += x - y;",
        "partial void Add(ref double m, double x, double y);");

    [Fact]
    public void APartialProperty() => Check(
        "private partial double Rate { get; } private double Direction(double gradient) => Rate * gradient;",
        "private partial double Rate => 2 * A;");

    [Fact]
    public void EveryPhaseInAnotherPart() => Check(
        """
        private static partial void Measure(double gradient, [Sum] ref double squares);
        private static partial void Prepare(double squares, out double norm);
        private partial double Direction(double gradient, double norm);
        """,
        """
        private static partial void Measure(double gradient, ref double squares) => squares += gradient * gradient;
        private static partial void Prepare(double squares, out double norm) => norm = Math.Sqrt(squares);
        private partial double Direction(double gradient, double norm) => gradient / (1 + norm);
        """);

    [Fact]
    public void AFunctionWithItsBodyInAnotherPart()
    {
        using var assembly = GeneratorHarness.RunClean(
            """
            using FusedOptim;
            namespace UserProject;
            /// <summary>A function.</summary>
            [ElementwiseFunction]
            public sealed partial record Twice { private static partial double Value(double x); }
            """,
            "namespace UserProject; public sealed partial record Twice { private static partial double Value(double x) => 2 * x; }").Load();
        Assert.NotNull(assembly);
    }

    private static void Check(params string[] parts)
    {
        using var assembly = GeneratorHarness.RunClean(
        [
            Meaning.Rule(parts[0]),
            .. parts.Skip(1).Select(part => $"using System;\nusing FusedOptim;\nnamespace UserProject;\npublic sealed partial record Rule\n{{\n{part}\n}}"),
        ]).Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(0, 5, 67));
    }
}
