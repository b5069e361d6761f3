using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.CompilerServices;

public class OperandsTests
{
    [Fact]
    public void EqualLengthsApartAreAccepted()
    {
        Operands.Check<float>(new float[3], new float[3]);
        var memory = new double[6];
        Operands.Check<double>(memory.AsSpan(0, 3), memory.AsSpan(3, 3));
    }

    [Fact]
    public void EmptyOperandsNeverOverlap()
    {
        var memory = new float[2];
        Operands.Check<float>(memory.AsSpan(1, 0), memory.AsSpan(1, 0));
        Operands.Check<float>([], []);
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(0, 1)]
    public void OtherLengthsAreRefusedWithBothNames(int length, int otherLength)
    {
        var gradient = new float[length];
        var parameter = new float[otherLength];
        var exception = Assert.Throws<ArgumentException>(() => Operands.Check<float>(gradient, parameter));
        Assert.Equal("gradient", exception.ParamName);
        Assert.StartsWith(
            $"gradient has {length} elements; it must have {otherLength}, as parameter has.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void SharedMemoryIsRefusedWithBothNames(int start)
    {
        var memory = new double[6];
        var exception = Assert.Throws<ArgumentException>(
            () => Operands.Check<double>(memory.AsSpan(start, 3), memory.AsSpan(0, 3), "momentum", "parameter"));
        Assert.Equal("momentum", exception.ParamName);
        Assert.StartsWith("momentum shares memory with parameter", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void StepsBelowOneAreRefused(int step)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Operands.CheckStep(step));
        Assert.Equal("step", exception.ParamName);
        Assert.Equal(step, exception.ActualValue);
        Assert.StartsWith(
            FormattableString.Invariant($"step is {step}; steps are counted from 1."), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void StepsFromOneOnAreAccepted(int step) => Operands.CheckStep(step);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void GradientScalesThatAreNotFiniteAreRefused(double scale)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Operands.CheckGradientScale(scale));
        Assert.Equal("gradientScale", exception.ParamName);
        Assert.Equal(scale, exception.ActualValue);
        Assert.Contains("must be finite", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.MaxValue)]
    public void FiniteGradientScalesAreAccepted(double scale) => Operands.CheckGradientScale(scale);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public void OtherNumbersOfScalarsAreRefused(int length, int count)
    {
        Operands.CheckScalars(new double[count], count);
        var exception = Assert.Throws<ArgumentException>(() => Operands.CheckScalars(new double[length], count));
        Assert.Equal("scalars", exception.ParamName);
        Assert.Contains($"has {length} elements; it must have {count}", exception.Message, StringComparison.Ordinal);
    }
}
