using FusedOptim.Functions;

namespace FusedOptim.Testing.Tests;

/// <summary>A step over a tensor without elements does nothing, whatever a rule computes of its maxima, sums and number.</summary>
[Trait("Kind", "Empty")]
public sealed class EmptyTensorTests
{
    [Fact]
    public void VerifyPassesARuleThatClipsByItsMaximum() => RuleTest.Verify(new ClippedByMaximum());

    [Fact]
    public void VerifyPassesARuleWhosePrepareRefusesNoElements() => RuleTest.Verify(new MeanOfSquares());

    [Fact]
    public void VerifyOfNoElementsAlonePasses() => RuleTest.Verify(new ClippedByMaximum(), new VerifyOptions { Lengths = [0] });

    [Fact]
    public void ApplyOfAMaximumDoesNothing()
    {
        new ClippedByMaximum().Apply(1, Span<float>.Empty, [], []);
        new ClippedByMaximum().Apply(1, Span<double>.Empty, [], []);
    }

    [Fact]
    public void ApplyOfASumAndACountLeavesScalars()
    {
        double[] scalars = [3.5];
        new MeanOfSquares().Apply(1, Span<float>.Empty, [], scalars);
        new MeanOfSquares().Apply(7, Span<double>.Empty, [], scalars);
        Assert.Equal([3.5], scalars);
    }

    [Fact]
    public void ApplyOfNoElementsStillChecksItsArguments()
    {
        var rule = new ClippedByMaximum();
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Apply(0, Span<float>.Empty, [], []));
        Assert.Throws<ArgumentException>(() => rule.Apply(1, Span<float>.Empty, [1f], []));
        Assert.Throws<ArgumentException>(() => rule.Apply(1, Span<float>.Empty, [], [1f]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Apply(1, Span<float>.Empty, [], [], double.NaN));
    }

    [Fact]
    public void AFunctionOfNoElementsDoesNothing()
    {
        var function = new Between(Low: 2, High: 1);
        function.Apply(ReadOnlySpan<float>.Empty, []);
        function.Differentiate(ReadOnlySpan<double>.Empty, [], []);
        Assert.Throws<ArgumentException>(() => function.Apply(ReadOnlySpan<float>.Empty, new float[1]));
        Assert.Throws<ArgumentException>(() => function.Apply([1f], new float[1]));
    }
}

/// <summary>Clips each gradient to half of the greatest of its tensor.</summary>
[UpdateRule]
public sealed partial record ClippedByMaximum(double LearningRate = 0.1)
{
    private static void Measure(double gradient, [Max] ref double max) => max = Math.Max(max, Math.Abs(gradient));

    private static double Direction(double gradient, [State("m")] ref double m, double max)
    {
        m = 0.5 * m + Math.Clamp(gradient, -max, max);
        return m;
    }
}

/// <summary>Divides by the root of the mean square.</summary>
[UpdateRule]
public sealed partial record MeanOfSquares(double LearningRate = 0.1)
{
    private static void Measure(double gradient, [Sum] ref double squares) => squares += gradient * gradient;

    private static void Prepare(long count, double squares, [Scalar] ref double kept, out double root)
    {
        if (count == 0)
            throw new InvalidOperationException("There are no elements.");
        kept += squares / count;
        root = Math.Sqrt(kept) + 1;
    }

    private static double Direction(double gradient, double root) => gradient / root;
}

/// <summary>Keeps values within bounds.</summary>
[ElementwiseFunction]
public sealed partial record Between(double Low = 0, double High = 1)
{
    private double Value(double x) => Math.Clamp(x, Low, High);
}
