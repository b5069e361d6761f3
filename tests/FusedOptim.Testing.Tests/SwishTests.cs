using FusedOptim.Testing.Tests.Functions;

namespace FusedOptim.Testing.Tests;

/// <summary>The two tests of a function, as the page on testing shows them.</summary>
public class SwishTests
{
    [Fact]
    public void KernelsComputeTheMethod() => FunctionTest.Verify(new Swish(Beta: 1.5));

    [Fact]
    public void GeneratedCode() => FunctionTest.Snapshot("Functions/Swish.cs");
}
