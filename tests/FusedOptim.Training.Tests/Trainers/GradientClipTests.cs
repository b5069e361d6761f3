using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>The trainer's three ways of clipping, against loops by hand.</summary>
public class GradientClipTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(100, seed: 1);

    private static readonly Dictionary<string, (GradientClip Clip, Action<ParameterSet<float>> ByHand)> Cases = new()
    {
        ["value"] = (GradientClip.ByValue(0.002), parameters => ClipElements(parameters, -0.002f, 0.002f)),
        ["range"] = (GradientClip.ByValue(-0.001, 0.003), parameters => ClipElements(parameters, -0.001f, 0.003f)),
        ["tensor"] = (GradientClip.ByTensorNorm(0.05), ClipTensors),
        ["norm"] = (GradientClip.ByNorm(0.1), ClipTogether),
    };

    [Theory]
    [InlineData("value")]
    [InlineData("range")]
    [InlineData("tensor")]
    [InlineData("norm")]
    public void StepsAreThoseOfClippedGradients(string name)
    {
        var (clip, byHand) = Cases[name];
        var unclipped = Digest(null);
        var expected = ByHand(byHand);
        Assert.NotEqual(unclipped, expected);
        Assert.Equal(expected, Digest(clip));
    }

    [Theory]
    [InlineData("value")]
    [InlineData("range")]
    [InlineData("tensor")]
    [InlineData("norm")]
    public void ThreadsAndALossScaleDoNotChangeTheBits(string name)
    {
        var clip = Cases[name].Clip;
        var expected = Digest(clip);
        Assert.Equal(expected, Digest(clip, threads: 2));
        Assert.Equal(expected, Digest(clip, threads: 7));
        // A power of two cancels exactly.
        Assert.Equal(expected, Digest(clip, scale: 4096));
    }

    [Theory]
    [InlineData("value")]
    [InlineData("tensor")]
    public void BatchesInPartsAreClippedOnce(string name)
    {
        using var whole = Create(Cases[name].Clip);
        using var cut = Create(Cases[name].Clip);
        cut.MicroBatchCount = 4;
        whole.Fit(Training, epochs: 1);
        cut.Fit(Training, epochs: 1);
        foreach (var (parameter, other) in whole.Network.Parameters.Zip(cut.Network.Parameters))
            Assert.Equal(parameter.Values.ToArray(), other.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    /// <summary>Clipped to a bound, infinity would look like a gradient.</summary>
    [Theory]
    [InlineData("value")]
    [InlineData("range")]
    [InlineData("tensor")]
    public void WhatIsNotFiniteIsNotClippedAway(string name)
    {
        using var skipping = Create(Cases[name].Clip);
        var scaler = skipping.LossScaler = new LossScaler(initialScale: Math.ScaleB(1, 127));
        float[] large = [.. Training.Features.ToArray().Select(feature => 1e4f * feature)];
        var report = skipping.Fit(new Dataset(large, Training.Labels.ToArray()), epochs: 5);
        Assert.InRange(skipping.Optimizer.SkippedStepCount, 1, 19);
        Assert.Equal(Math.ScaleB(1, 127 - skipping.Optimizer.SkippedStepCount), scaler.Scale);
        Assert.Equal(skipping.Optimizer.SkippedStepCount, report.GradientNorms.Count(norm => !float.IsFinite(norm)));

        using var stopping = Trainer.Create(ToyProblem.Model, new Sgd(), new InfiniteDerivatives(), seed: 1);
        stopping.GradientClip = Cases[name].Clip;
        var before = stopping.Network.ComputeDigest();
        Assert.NotNull(stopping.Fit(Training.WithOneHotTargets(), epochs: 1).NonFinite);
        Assert.Equal(before, stopping.Network.ComputeDigest());
    }

    [Fact]
    public void FrozenParametersAreLeftOut()
    {
        using var trainer = Trainer.Create(
            ToyProblem.Model, p => p.Name.StartsWith("dense1", StringComparison.Ordinal) ? null : new Sgd(1),
            new SoftmaxCrossEntropy(), seed: 1);
        trainer.GradientClip = GradientClip.ByTensorNorm(1e-4);
        var report = trainer.Fit(Training, epochs: 1, batchSize: 100);

        using var network = ToyProblem.Model.Build(seed: 1);
        var squares = 0.0;
        foreach (var batch in Training.GetBatches(100, seed: 1).GetEpoch(1))
        {
            var outputs = network.Forward(batch.Features);
            new SoftmaxCrossEntropy().Evaluate(outputs, batch, network.OutputGradients);
            network.Backward();
        }

        foreach (var parameter in network.Parameters.Where(p => !p.Name.StartsWith("dense1", StringComparison.Ordinal)))
        {
            foreach (var gradient in parameter.Gradients)
                squares += (double)gradient * gradient;
        }

        Assert.Equal(Math.Sqrt(squares), report.GradientNorms[0], 1e-7);
    }

    /// <summary>Before they are clipped, whatever clips them.</summary>
    [Fact]
    public void TheReportHasTheNormsBeforeClipping()
    {
        var expected = FirstNorm(null);
        Assert.All(Cases.Values, item => Assert.Equal(expected, FirstNorm(item.Clip)));

        static float FirstNorm(GradientClip? clip)
        {
            using var trainer = Create(clip);
            return trainer.Fit(Training, epochs: 1).GradientNorms[0];
        }
    }

    [Fact]
    public void AMaximumNormIsOneWayOfClipping()
    {
        using var trainer = Create(null);
        trainer.MaximumNorm = 2;
        Assert.Equal(GradientClip.ByNorm(2), trainer.GradientClip);
        trainer.GradientClip = GradientClip.ByValue(1);
        Assert.Null(trainer.MaximumNorm);
        trainer.MaximumNorm = null;
        Assert.Equal(GradientClip.ByValue(-1, 1), trainer.GradientClip);
        trainer.MaximumNorm = 3;
        trainer.MaximumNorm = null;
        Assert.Null(trainer.GradientClip);
    }

    [Fact]
    public void RefusesBoundsThatAreNone()
    {
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => GradientClip.ByValue(0));
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => GradientClip.ByValue(-1, -0.5));
        Assert.Throws<ArgumentOutOfRangeException>("minimum", () => GradientClip.ByValue(0.5, 1));
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => GradientClip.ByNorm(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => GradientClip.ByTensorNorm(double.PositiveInfinity));
    }

    private static Trainer Create(GradientClip? clip, WorkerTeam? team = null)
    {
        var trainer = Trainer.Create(
            ToyProblem.Model, new HeavyBall(0.1), new SoftmaxCrossEntropy(), seed: 1, new OptimizerOptions { Team = team });
        trainer.GradientClip = clip;
        return trainer;
    }

    private static string Digest(GradientClip? clip, int threads = 1, double scale = 0)
    {
        using var team = new WorkerTeam(threads);
        using var trainer = Create(clip, team);
        if (scale > 0)
            trainer.LossScaler = new LossScaler(scale);
        trainer.Fit(Training, epochs: 2);
        Assert.Equal(0, trainer.Optimizer.SkippedStepCount);
        return trainer.Network.ComputeDigest();
    }

    private static string ByHand(Action<ParameterSet<float>> clip)
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        using var optimizer = Optimizer.Create(network.Parameters, new HeavyBall(0.1));
        var loss = new SoftmaxCrossEntropy();
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            foreach (var batch in Training.GetBatches(32, seed: 1).GetEpoch(epoch))
            {
                var outputs = network.Forward(batch.Features);
                loss.Evaluate(outputs, batch, network.OutputGradients);
                network.Backward();
                clip(network.Parameters);
                optimizer.Step(new StepOptions { ZeroGradients = true });
            }
        }

        return network.ComputeDigest();
    }

    private static void ClipElements(ParameterSet<float> parameters, float minimum, float maximum)
    {
        foreach (var parameter in parameters)
        {
            foreach (ref var gradient in parameter.Gradients)
                gradient = Math.Min(Math.Max(gradient, minimum), maximum);
        }
    }

    private static void ClipTensors(ParameterSet<float> parameters)
    {
        foreach (var parameter in parameters)
        {
            // The order of summation does not matter here: the factor is rounded to single precision.
            var norm = Math.Sqrt(parameter.Gradients.ToArray().Sum(gradient => (double)gradient * gradient));
            var factor = (float)Math.Min(1, 0.05 / (norm + 1e-6));
            foreach (ref var gradient in parameter.Gradients)
                gradient *= factor;
        }
    }

    private static void ClipTogether(ParameterSet<float> parameters)
    {
        var norm = Math.Sqrt(parameters.Sum(parameter =>
            parameter.Gradients.ToArray().Sum(gradient => (double)gradient * gradient)));
        var factor = (float)Math.Min(1, 0.1 / (norm + 1e-6));
        foreach (var parameter in parameters)
        {
            foreach (ref var gradient in parameter.Gradients)
                gradient *= factor;
        }
    }

    /// <summary>A finite loss whose derivatives overflow in the layers.</summary>
    private sealed record InfiniteDerivatives : TargetLoss
    {
        public override double Evaluate<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> outputGradients = default)
        {
            outputGradients.Fill(T.CreateTruncating(3e38));
            return 1;
        }
    }
}
