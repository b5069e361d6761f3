using FusedOptim.Execution;
using FusedOptim.Functions;
using FusedOptim.Testing.Tests.Faults;

namespace FusedOptim.Testing.Tests;

/// <summary><see cref="FunctionTest.Verify"/> passes what is right, and names the place of what is wrong.</summary>
public class FunctionVerifyTests
{
    [Fact]
    public void PassesFunctionsWithoutFaults() => FunctionTest.Verify(new FaultyFunction(FunctionFault.None));

    [Fact]
    public void FindsOneLaneOfOneWidth()
    {
        var failure = Verify(FunctionFault.OneLane);
        Assert.Equal((FaultyFunction.Widest, typeof(float), 16, "derivatives", 5),
            (failure.Target, failure.Precision, failure.Length, failure.Operand, failure.Element));
        Assert.Contains($"Differentiate as {FaultyFunction.Widest}: derivatives[5] of 16 floats at offset 0 is 7 ", failure.Message);
    }

    [Fact]
    public void FindsAWriteBehindTheEnd()
    {
        var failure = Verify(FunctionFault.WriteBehindTheEnd);
        Assert.Equal(("values", -1, 0), (failure.Operand, failure.Element, failure.Length));
        Assert.Contains("is written 0 bytes behind its end", failure.Message);
    }

    [Fact]
    public void FindsAWrittenArgument()
    {
        var failure = Verify(FunctionFault.WrittenArgument);
        Assert.Equal(("x", 2), (failure.Operand, failure.Element));
    }

    [Fact]
    public void FindsAWrongDerivative()
    {
        var failure = Verify(FunctionFault.Derivative);
        Assert.Equal(("derivatives", KernelTarget.Reference), (failure.Operand, failure.Target));
        Assert.Contains("central differences give", failure.Message);
    }

    [Fact]
    public void FindsValuesThatDifferBetweenThePasses()
    {
        var failure = Verify(FunctionFault.ValueOfApply);
        Assert.Equal((FunctionKernel.Apply, "values", KernelTarget.Scalar), (failure.Pass, failure.Operand, failure.Target));
    }

    [Fact]
    public void RefusesOptionsThatVerifyNothing() => Assert.Throws<ArgumentException>(
        () => FunctionTest.Verify(new FaultyFunction(FunctionFault.None), new VerifyOptions { Lengths = [] }));

    private static FunctionVerificationException Verify(FunctionFault fault) => Assert.Throws<FunctionVerificationException>(
        () => FunctionTest.Verify(new FaultyFunction(fault)));
}
