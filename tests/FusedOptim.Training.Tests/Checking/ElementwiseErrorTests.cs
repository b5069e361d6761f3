using System.Numerics;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>The relative error of single elements, beside that of a whole parameter.</summary>
public class ElementwiseErrorTests
{
    [Fact]
    public void RightDerivativesHaveSmallErrors()
    {
        var report = GradientCheck.Run(
            new Sequential(new Dense(2, 3), new Tanh(), new Dense(3, 2)), new SquaredLoss(), [0.5, -1, 0.25, 2], [1.0, 0, -1, 2]);
        Assert.InRange(report.ElementwiseError, report.RelativeError / 10, 1e-6);
        Assert.Equal(report.ElementwiseError, report.Comparisons.Max(comparison => comparison.ElementwiseError));
    }

    /// <summary>The wrong element is a twentieth of the other: the norm hides it.</summary>
    [Fact]
    public void AWrongElementThatIsSmallIsFound()
    {
        var report = GradientCheck.Run(
            new Sequential(new Input(2), new TimesTwo(WrongFactor: 1.5)), new SquaredLoss(), [10.0, 0.5], [0.0, 0]);
        var inputs = report["inputs"];
        // Of the mean of (2x)² over two outputs: 4x, which are 40 and 2; three quarters of the second are wrong by 0.5.
        Assert.Equal(0.25, inputs.ElementwiseError, 1e-6);
        Assert.Equal(0.5 / Math.Sqrt(40 * 40 + 2 * 2), inputs.RelativeError, 1e-6);
    }

    [Fact]
    public void WithoutADifferenceItIs0()
    {
        var report = GradientCheck.Run(new Sequential(new Dense(1, 1)), new SquaredLoss(), [0.0], [1.0]);
        Assert.Equal(0, report["dense1.weight"].ElementwiseError);
    }

    /// <summary>Doubles two features; the derivative by the second has another factor.</summary>
    private sealed record TimesTwo(double WrongFactor) : Layer
    {
        public override string Kind => "two";

        public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new Computing<T>(T.CreateChecked(WrongFactor));

        private sealed class Computing<T>(T wrongFactor) : NetworkLayer<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            private static readonly T s_two = T.CreateChecked(2);

            public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
            {
                for (var i = 0; i < inputs.Length; i++)
                    outputs[i] = s_two * inputs[i];
            }

            public override void Backward(
                ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
            {
                for (var i = 0; i < inputGradients.Length; i++)
                    inputGradients[i] = (i % 2 == 0 ? s_two : wrongFactor) * outputGradients[i];
            }
        }
    }
}
