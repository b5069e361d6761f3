using System.Numerics;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public class GradientCheckTests
{
    private static readonly double[] Inputs = [0.5, -1, 2, 0.1, 0.3, -0.7];

    private static readonly int[] Labels = [1, 0, 1];

    private enum Bug
    {
        None,
        WrongFactor,
        WrongElement,
        ForgottenAddition,
        WrongInputs,
        NotANumber,
    }

    [Theory]
    [InlineData("WrongFactor", "squares1.weight")]
    [InlineData("WrongElement", "squares1.weight")]
    [InlineData("ForgottenAddition", "squares1.weight")]
    [InlineData("WrongInputs", "inputs")]
    [InlineData("NotANumber", "squares1.weight")]
    public void FindsAWrongBackward(string bug, string where)
    {
        var right = GradientCheck.Run(
            new Sequential(new Squares(Bug.None), new Dense(2, 2)), new SoftmaxCrossEntropy(), Inputs, Labels);
        Assert.True(right.Passes(), right.ToString());

        var wrong = GradientCheck.Run(
            new Sequential(new Squares(Enum.Parse<Bug>(bug)), new Dense(2, 2)), new SoftmaxCrossEntropy(), Inputs, Labels);
        Assert.False(wrong.Passes(1e-3), wrong.ToString());
        Assert.False(wrong[where].RelativeError <= 1e-3, wrong.ToString());
        // Only there.
        Assert.All(
            wrong.Comparisons.Where(comparison => comparison.Name != where),
            comparison => Assert.True(comparison.RelativeError <= 1e-7, wrong.ToString()));
    }

    [Fact]
    public void SaysWhereTheWorstElementIs()
    {
        var report = GradientCheck.Run(
            new Sequential(new Squares(Bug.WrongElement), new Dense(2, 2)), new SoftmaxCrossEntropy(), Inputs, Labels);
        var weight = report["squares1.weight"];
        Assert.Equal(1, weight.WorstIndex);
        Assert.Equal("[1]", weight.WorstElement);
        Assert.Equal(weight.WorstDifference + 1, weight.WorstGradient, 1e-9);
        var lines = report.ToString().Split('\n');
        Assert.StartsWith("derivatives by   shape   kinks  relative error  worst element", lines[0]);
        Assert.StartsWith("squares1.weight", lines[1]);
        Assert.Contains("[1]", lines[1]);
        Assert.Contains(lines, line => line.StartsWith("dense1.weight", StringComparison.Ordinal) && line.Contains("[2, 2]"));
        Assert.Contains(lines, line => line.StartsWith("inputs", StringComparison.Ordinal) && line.Contains("[3, 2]"));
        Assert.Throws<KeyNotFoundException>(() => report["dense2.weight"]);
    }

    [Fact]
    public void TheErrorIsRelativeToTheLargerNorm()
    {
        // Twice the derivatives: ‖n − a‖ / max(‖n‖, ‖a‖) = 1/2.
        var report = GradientCheck.Run(
            new Sequential(new Squares(Bug.WrongFactor), new Dense(2, 2)), new SoftmaxCrossEntropy(), Inputs, Labels);
        Assert.Equal(0.5, report["squares1.weight"].RelativeError, 1e-9);
        Assert.Equal(0.5, report.RelativeError, 1e-9);
    }

    [Fact]
    public void KinksAreNotCompared()
    {
        using var network = new Sequential(new Dense(2, 2), new Relu(), new Dense(2, 2)).Build<double>(seed: 1);
        // The first unit stands at 0 for the first example, the second far from it for all.
        network.Parameters["dense1.weight"].CopyFrom([1, 1, 0.1, 0.2]);
        network.Parameters["dense1.bias"].CopyFrom([-3, 5]);
        var report = GradientCheck.Run(network, new SoftmaxCrossEntropy(), [1, 2, 5, 6], (int[])[0, 1]);
        Assert.True(report.Passes(), report.ToString());
        Assert.Equal(2, report["dense1.weight"].KinkCount);
        Assert.Equal(1, report["dense1.bias"].KinkCount);
        Assert.Equal(2, report["inputs"].KinkCount);
        Assert.Equal(0, report["dense2.weight"].KinkCount);
        Assert.Contains("5 derivatives were not compared: the loss has a kink within 0.0002 of them", report.ToString());

        // Where nothing could be compared, nothing passes.
        network.Parameters["dense1.bias"].CopyFrom([-3, -0.5]);
        report = GradientCheck.Run(network, new SoftmaxCrossEntropy(), [1, 2], (int[])[0]);
        Assert.True(double.IsNaN(report["dense1.bias"].RelativeError));
        Assert.False(report.Passes());
    }

    [Fact]
    public void LeavesTheNetworkAsItWas()
    {
        using var network = new Sequential(new Dense(2, 3), new BatchNorm(), new Dropout(), new Dense(3, 2))
            .Build<double>(seed: 1);
        _ = network.Forward(Inputs);
        var before = network.ComputeDigest();
        Assert.True(GradientCheck.Run(network, new SoftmaxCrossEntropy(), Inputs, Labels).Passes());
        Assert.Equal(before, network.ComputeDigest());
        Assert.Equal(1, network.ForwardCount);
        Assert.All(network.Parameters, parameter => Assert.All(parameter.Gradients.ToArray(), g => Assert.Equal(0, g)));
    }

    [Fact]
    public void TakesTargetValuesAndBatches()
    {
        var loss = new HalfSquares();
        Assert.True(GradientCheck.Run(new Sequential(new Dense(2, 1)), loss, Inputs, (double[])[1, 2, 3]).Passes());

        Dataset data = new([.. Inputs.Select(x => (float)x)], Labels);
        foreach (var batch in data.GetBatches(3, seed: 1).GetEpoch(1))
            Assert.True(GradientCheck.Run(new Sequential(new Dense(2, 2)), new SoftmaxCrossEntropy(), batch).Passes());
    }

    [Fact]
    public void RefusesWhatItCannotDifferentiate()
    {
        var model = new Sequential(new Dense(2, 2));
        var loss = new SoftmaxCrossEntropy();
        var range = Assert.Throws<ArgumentOutOfRangeException>(
            () => GradientCheck.Run(model, loss, Inputs, Labels, distance: 0));
        Assert.StartsWith("distance is 0; it must be greater than 0 and finite.", range.Message);
        var infinite = Assert.Throws<InvalidOperationException>(
            () => GradientCheck.Run(model, loss, [double.NaN, 0], (int[])[0]));
        Assert.Equal("The loss is NaN; it must be finite to be differentiated.", infinite.Message);
        var random = Assert.Throws<InvalidOperationException>(
            () => GradientCheck.Run(new Sequential(new Counting(), new Dense(2, 2)), loss, Inputs, Labels));
        Assert.Contains("when it is computed again with the same parameters", random.Message);
    }

    /// <summary>y_j = w_j·x_j², with mistakes to choose from.</summary>
    private sealed record Squares(Bug Mistake) : Layer
    {
        public override string Kind => "squares";

        public override int? InputFeatures => 2;

        public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) =>
            new Computing<T>(Mistake, builder.Add("weight", ParameterKind.Scale, new Constant(1.5), 1, 1, 2));

        private sealed class Computing<T>(Bug bug, Parameter<T> weight) : NetworkLayer<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
            {
                for (var i = 0; i < inputs.Length; i++)
                    outputs[i] = weight.Values[i % 2] * inputs[i] * inputs[i];
            }

            public override void Backward(
                ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
            {
                var two = T.CreateChecked(2);
                for (var i = 0; i < inputs.Length; i++)
                {
                    var gradient = outputGradients[i] * inputs[i] * inputs[i];
                    weight.Gradients[i % 2] = bug switch
                    {
                        Bug.WrongFactor => weight.Gradients[i % 2] + two * gradient,
                        Bug.ForgottenAddition => gradient,
                        _ => weight.Gradients[i % 2] + gradient,
                    };
                    if (!inputGradients.IsEmpty)
                    {
                        inputGradients[i] = outputGradients[i] * weight.Values[i % 2] * inputs[i] *
                            (bug == Bug.WrongInputs ? T.One : two);
                    }
                }

                if (bug == Bug.WrongElement)
                    weight.Gradients[1] += T.One;
                if (bug == Bug.NotANumber)
                    weight.Gradients[0] = T.NaN;
            }
        }
    }

    /// <summary>Adds something else every time.</summary>
    private sealed record Counting : Layer
    {
        public override string Kind => "counting";

        public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new Computing<T>();

        private sealed class Computing<T> : NetworkLayer<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            private int _count;

            public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
            {
                inputs.CopyTo(outputs);
                outputs[0] += T.CreateChecked(_count++);
            }

            public override void Backward(
                ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients) =>
                outputGradients.CopyTo(inputGradients);
        }
    }

    [Fact]
    public void CancellingLeavesTheNetworkAsItWas()
    {
        using var network = new Sequential(new Dense(3, 2), new Dropout(0.5)).Build<double>(seed: 1);
        var before = network.ComputeDigest();
        using var source = new CancellationTokenSource();
        var loss = new CancellingLoss(source, Evaluations: 7);
        Assert.ThrowsAny<OperationCanceledException>(
            () => GradientCheck.Run(network, loss, [1, 2, 3], [1.0, 0], cancellationToken: source.Token));
        Assert.Equal((before, 0), (network.ComputeDigest(), network.ForwardCount));
        Assert.Equal(0, network.Parameters.ComputeGradientNorm());
        Assert.ThrowsAny<OperationCanceledException>(
            () => Evaluation.Compute(ToyProblem.Model.Build(seed: 1), new SoftmaxCrossEntropy(), ToyProblem.Spirals(3, 1), source.Token));
    }

    private sealed record CancellingLoss(CancellationTokenSource Source, int Evaluations) : TargetLoss
    {
        private int _count;

        public override double Evaluate<T>(
            ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> outputGradients = default)
        {
            if (++_count == Evaluations)
                Source.Cancel();
            return new SquaredLoss().Evaluate(outputs, targets, outputGradients);
        }
    }

    /// <summary>Σ (y − t)²/2.</summary>
    private sealed record HalfSquares : TargetLoss
    {
        public override double Evaluate<T>(
            ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> outputGradients = default)
        {
            var sum = 0.0;
            for (var i = 0; i < outputs.Length; i++)
            {
                var difference = outputs[i] - targets[i];
                sum += double.CreateChecked(difference * difference) / 2;
                if (!outputGradients.IsEmpty)
                    outputGradients[i] = difference;
            }

            return sum;
        }
    }
}
