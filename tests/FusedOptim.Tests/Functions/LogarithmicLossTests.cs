using FusedOptim.Functions;

namespace FusedOptim.Tests.Functions;

/// <summary>Losses that are the logarithm of a probability, where the probability is rounded to 0 or 1.</summary>
public class LogarithmicLossTests
{
    [Theory]
    [Trait("Kind", "NotFinite")]
    [InlineData(-104)]
    [InlineData(-1000)]
    [InlineData(-88)]
    public void TheLogarithmOfALogisticFunctionThatUnderflowsHasASlope(float output)
    {
        Assert.Equal([-1, -1, -1], DerivativesOf(new LogisticSurprise(), output, 3));
        Assert.Equal([1, 1, 1], DerivativesOf(new LogisticSurpriseOfFailure(), -output, 3));
    }

    [Fact]
    [Trait("Kind", "NotFinite")]
    public void TheLogarithmOfALogisticFunctionThatIsOneIsFlat()
    {
        Assert.Equal([0], DerivativesOf(new LogisticSurprise(), 200, 1));
        Assert.Equal([0], DerivativesOf(new LogisticSurpriseOfFailure(), -200, 1));
    }

    private static float[] DerivativesOf(LogisticSurprise function, float output, int count)
    {
        var (outputs, values, derivatives) = (new float[count], new float[count], new float[count]);
        outputs.AsSpan().Fill(output);
        function.Differentiate(outputs, values, derivatives);
        return derivatives;
    }

    private static float[] DerivativesOf(LogisticSurpriseOfFailure function, float output, int count)
    {
        var (outputs, values, derivatives) = (new float[count], new float[count], new float[count]);
        outputs.AsSpan().Fill(output);
        function.Differentiate(outputs, values, derivatives);
        return derivatives;
    }
}

/// <summary>−log σ(output).</summary>
[ElementwiseFunction]
public sealed partial record LogisticSurprise
{
    private static double Value(double output) => -Elementwise.Log(Elementwise.Logistic(output));
}

/// <summary>−log(1 − σ(output)).</summary>
[ElementwiseFunction]
public sealed partial record LogisticSurpriseOfFailure
{
    private static double Value(double output) => -Elementwise.Log(1 - Elementwise.Logistic(output));
}
