using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Landscapes;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public class LossLandscapeTests
{
    private static readonly Sequential Model = new(
        new Dense(2, 20), new BatchNorm(), new Tanh(), new Dropout(0.2), new WeightNorm(new Dense(20, 11)), new LayerNorm(), new Dense(11, 3));

    private static readonly Dataset Data = ToyProblem.Spirals(60, seed: 1);

    [Fact]
    public void ASliceOfAQuadraticIsAParabola()
    {
        // y = w·x with x = 1 and 2, t = 0: the loss is the mean of (w·x)², which is 2.5·w².
        using var network = new Sequential(new Dense(1, 1)).Build(seed: 1);
        network.Parameters["dense1.weight"].CopyFrom([3]);
        var data = new Dataset([1, 2], targets: [0, 0], count: 2);
        // A row of one element: the direction is 3 or −3.
        var slice = network.ComputeLossSlice(new SquaredLoss(), data, new RandomDirection(7), -2, 2, 9);
        Assert.Equal([-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2], slice.Places);
        double Scale() => new SquaredLoss().Evaluate<float>([1], [0]);
        double[] Parabola(int sign) => [.. slice.Places.Select(place => Scale() * 2.5 * 9 * (1 + sign * place) * (1 + sign * place))];
        Assert.True(
            slice.Losses.Zip(Parabola(1)).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9) ||
            slice.Losses.Zip(Parabola(-1)).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9));
        var sharpness = network.ComputeSharpness(new SquaredLoss(), data, radius: 0.5, directions: 3);
        // ((1.5² + 0.5²)/2 − 1) and 1.5² − 1, times the loss.
        Assert.Equal(Scale() * 22.5, sharpness.Loss, 1e-9);
        Assert.Equal(sharpness.Loss * 0.25, sharpness.MeanRise, 1e-9);
        Assert.Equal(sharpness.Loss * 1.25, sharpness.LargestRise, 1e-9);
    }

    [Fact]
    public void WeightsAreBackBitForBitWhateverHappens()
    {
        using var network = Model.Build(seed: 1);
        network.Parameters["dense1.weight"].Values[3] = -0f;
        network.Parameters["dense1.weight"].Values[4] = float.Epsilon;
        var digest = network.ComputeDigest();
        using var cancellation = new CancellationTokenSource();
        network.ComputeLossSlice(new SoftmaxCrossEntropy(), Data, new RandomDirection(1), count: 5);
        Assert.Equal(digest, network.ComputeDigest());
        network.ComputeLossSurface(new SoftmaxCrossEntropy(), Data, new RandomDirection(1), new RandomDirection(2), count: 3);
        Assert.Equal(digest, network.ComputeDigest());
        network.ComputeSharpness(new SoftmaxCrossEntropy(), Data, directions: 2);
        Assert.Equal(digest, network.ComputeDigest());
        var calls = 0;
        Assert.Throws<InvalidOperationException>(
            () => network.ComputeLossSlice(new Throwing(() => ++calls == 3), Data.WithOneHotTargets(), new RandomDirection(1)));
        Assert.Equal(3, calls);
        Assert.Equal(digest, network.ComputeDigest());
        Assert.Throws<ArgumentException>(() => network.ComputeLossSlice(new SquaredLoss(), Data, new RandomDirection(1)));
        Assert.Throws<OperationCanceledException>(() => network.ComputeLossSlice(
            new SoftmaxCrossEntropy(), Data, new RandomDirection(1), cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal(digest, network.ComputeDigest());
    }

    [Fact]
    public void ARandomDirectionHasTheNormsOfTheRowsAndLeavesOtherParameters()
    {
        using var network = Model.Build(seed: 1);
        var components = new RandomDirection(5).GetComponents(network);
        Assert.Equal(network.Parameters.Count + network.Parameters.Buffers.Count, components.Length);
        for (var i = 0; i < network.Parameters.Count; i++)
        {
            var parameter = network.Parameters[i];
            if (parameter.Name is "dense1.weight" or "dense2.weight" or "weightnorm1.weight_v")
            {
                var length = (int)parameter.Count / parameter.Shape[0];
                float[][] rows = [.. parameter.Values.ToArray().Chunk(length)];
                double[][] directions = [.. components[i].Chunk(length)];
                foreach (var (row, direction) in rows.Zip(directions))
                    Assert.Equal(row.Sum(value => (double)value * value), direction.Sum(value => value * value), 1e-9);
                Assert.Equal(components[i].Length, components[i].Distinct().Count());
            }
            else
            {
                Assert.All(components[i], component => Assert.Equal(0, component));
            }
        }

        Assert.All(components.Skip(network.Parameters.Count), buffer => Assert.All(buffer, component => Assert.Equal(0, component)));
        Assert.NotEqual(components[0], new RandomDirection(6).GetComponents(network)[0]);
        // A row of zeros has no filter.
        network.Parameters["dense1.weight"].Values.Clear();
        Assert.All(new RandomDirection(5).GetComponents(network)[0], component => Assert.Equal(0, component));
    }

    [Fact]
    public void ADirectionToAnotherNetworkEndsThere()
    {
        using var network = Model.Build(seed: 1);
        using var other = Model.Build(seed: 2);
        other.UpdateBatchNorm(Data);
        var loss = new SoftmaxCrossEntropy();
        var slice = network.ComputeLossSlice(loss, Data, new DirectionTo(other), 0, 1, 5);
        Assert.Equal(Evaluation.Compute(network, loss, Data).Loss, slice.Losses[0]);
        Assert.Equal(Evaluation.Compute(other, loss, Data).Loss, slice.Losses[4], 1e-6);
        using var wide = new Sequential(new Dense(2, 21), new Dense(21, 3)).Build(seed: 1);
        var error = Assert.Throws<ArgumentException>(() => network.ComputeLossSlice(loss, Data, new DirectionTo(wide)));
        Assert.Contains("'dense1.weight' [21, 2] where the network has 'dense1.weight' [20, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASurfaceHasTheSlicesOfItsDirections()
    {
        using var network = Model.Build(seed: 1);
        var loss = new SoftmaxCrossEntropy();
        var (first, second) = (new RandomDirection(1), new RandomDirection(2));
        var surface = network.ComputeLossSurface(loss, Data, first, second, -1, 1, 5);
        var along = network.ComputeLossSlice(loss, Data, first, -1, 1, 5);
        var across = network.ComputeLossSlice(loss, Data, second, -1, 1, 5);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(along.Losses[i], surface[i, 2]);
            Assert.Equal(across.Losses[i], surface[2, i]);
        }

        Assert.Equal(25, surface.Losses.Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => surface[0, 5]);
    }

    [Fact]
    public void TheSameBitsOnAnyNumberOfThreads()
    {
        using var network = Model.Build(seed: 1);
        using var one = Model.Build(seed: 1, new WorkerTeam(1));
        var loss = new SoftmaxCrossEntropy();
        Assert.Equal(
            network.ComputeLossSlice(loss, Data, new RandomDirection(1), count: 5),
            one.ComputeLossSlice(loss, Data, new RandomDirection(1), count: 5));
    }

    [Fact]
    public void ATrainerLooksAroundItsEvaluationWeights()
    {
        using var trainer = Trainer.Create(Model, new ScheduleFreeAdamW(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(Data, epochs: 3);
        var digest = trainer.Network.ComputeDigest();
        var slice = trainer.ComputeLossSlice(Data, new RandomDirection(1), count: 5);
        Assert.Equal(trainer.Evaluate(Data).Loss, slice.Losses[2]);
        Assert.NotEqual(Evaluation.Compute(trainer.Network, new SoftmaxCrossEntropy(), Data).Loss, slice.Losses[2]);
        using (trainer.UseEvaluationWeights())
        {
            Assert.Equal(slice, trainer.Network.ComputeLossSlice(new SoftmaxCrossEntropy(), Data, new RandomDirection(1), count: 5));
            Assert.Equal(
                trainer.Network.ComputeSharpness(new SoftmaxCrossEntropy(), Data), trainer.ComputeSharpness(Data));
        }

        Assert.Equal(trainer.Evaluate(Data).Loss, trainer.ComputeLossSurface(Data, new RandomDirection(1), new RandomDirection(2), count: 3)[1, 1]);
        Assert.Equal(digest, trainer.Network.ComputeDigest());
    }

    [Fact]
    public void RefusesNumbersOutOfRange()
    {
        using var network = Model.Build(seed: 1);
        var loss = new SoftmaxCrossEntropy();
        var direction = new RandomDirection(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.ComputeLossSlice(loss, Data, direction, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.ComputeLossSlice(loss, Data, direction, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.ComputeLossSlice(loss, Data, direction, count: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.ComputeSharpness(loss, Data, radius: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.ComputeSharpness(loss, Data, directions: 0));
    }

    private sealed record Throwing(Func<bool> IsDue) : TargetLoss
    {
        public override double Evaluate<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> outputGradients = default) =>
            IsDue() ? throw new InvalidOperationException() : 1;
    }
}
