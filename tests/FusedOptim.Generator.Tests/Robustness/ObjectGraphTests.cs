using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Robustness;

/// <summary>The check that every run makes can fail.</summary>
public sealed class ObjectGraphTests
{
    private sealed record Model(string Name, object? Kept);

    [Fact]
    public void PlainDataPasses() =>
        ObjectGraph.AssertHoldsNothingOfTheCompiler(new Model("a", new[] { new Model("b", 1) }), "model");

    [Fact]
    public void ACompilationIsFound() => AssertFound(TestCompilation.Create("class A;"), "Compilation");

    [Fact]
    public void ASymbolIsFound() =>
        AssertFound(TestCompilation.Create("class A;").GetTypeByMetadataName("A")!, "ISymbol");

    [Fact]
    public void ALocationInATreeIsFound() =>
        AssertFound(TestCompilation.Parse("class A;", "A.cs").GetRoot().GetLocation(), "Location");

    [Fact]
    public void ALocationThatOnlyNamesItsPlacePasses() => ObjectGraph.AssertHoldsNothingOfTheCompiler(
        new Model("a", Location.Create("A.cs", default, default)), "model");

    private static void AssertFound(object kept, string word)
    {
        var message = Assert.ThrowsAny<Xunit.Sdk.XunitException>(
            () => ObjectGraph.AssertHoldsNothingOfTheCompiler(new Model("a", new[] { new Model("b", kept) }), "model")).Message;
        Assert.Contains(word, message);
        Assert.Contains("model.<Kept>k__BackingField[0]", message);
    }
}
