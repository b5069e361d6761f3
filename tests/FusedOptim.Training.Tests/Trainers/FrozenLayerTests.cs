using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Loops by hand with the options of the README and a layer that null freezes.</summary>
public class FrozenLayerTests
{
    private static readonly StepOptions Options = new() { MaximumNorm = 1, ZeroGradients = true };

    /// <summary>0.234 instead of 0.855 where the gradients of the frozen layer piled up in the norm.</summary>
    [Theory, Trait("Kind", "Gradients")]
    [InlineData(nameof(ZeroFrozen))]
    [InlineData(nameof(ZeroAll))]
    [InlineData(nameof(ZeroSet))]
    public void AFrozenLayerHasNoPartInTheNormThatTheOthersAreClippedTo(string zeroes)
    {
        var (accuracy, digest) = TrainWithFrozenLayer();
        var (expectedAccuracy, expectedDigest) = TrainWithFrozenLayer(
            zeroes == nameof(ZeroFrozen) ? ZeroFrozen : zeroes == nameof(ZeroAll) ? ZeroAll : ZeroSet);
        Assert.InRange(accuracy, 0.8, 1);
        Assert.Equal(expectedAccuracy, accuracy);
        Assert.Equal(expectedDigest, digest);
    }

    [Fact, Trait("Kind", "Gradients")]
    public void TheLoopByHandWithAFrozenLayerIsTheTrainer()
    {
        var (training, test) = Digits();
        using var trainer = Trainer.Create(Model, SelectOutputs, new SoftmaxCrossEntropy(), seed: 1);
        trainer.MaximumNorm = 1;
        trainer.Fit(training, epochs: 30, batchSize: 32);
        var (accuracy, digest) = TrainWithFrozenLayer();
        Assert.Equal(trainer.Evaluate(test).Accuracy, accuracy);
        Assert.Equal(trainer.Network.ComputeDigest(), digest);
    }

    /// <summary>96 steps of 100 were skipped.</summary>
    [Fact, Trait("Kind", "Gradients")]
    public void ANaNInAGradientOfAFrozenLayerSkipsAtMostOneStep()
    {
        var (training, _) = Digits();
        using var network = Model.Build(seed: 1);
        using var optimizer = Optimizer.Create(network.Parameters, SelectOutputs);
        for (var step = 1; step <= 100; step++)
        {
            AddGradients(network, training.Slice(32 * (step % 40), 32));
            if (step == 5)
                network.Parameters["dense1.weight"].Gradients[7] = float.NaN;
            optimizer.Step(Options with { SkipNonFinite = true });
        }

        Assert.InRange(optimizer.SkippedStepCount, 0, 1);
    }

    /// <summary>The first step moved a weight of norm 8 by 22.</summary>
    [Fact, Trait("Kind", "Gradients")]
    public void ALayerThatIsAddedLateStartsFromTheGradientsOfItsFirstBatch()
    {
        var (training, _) = Digits();
        using var network = Model.Build(seed: 1);
        using var optimizer = Optimizer.Create(network.Parameters, SelectOutputs);
        for (var step = 0; step < 300; step++)
        {
            AddGradients(network, training.Slice(32 * (step % 40), 32));
            optimizer.Step(new StepOptions { ZeroGradients = true });
        }

        Parameter<float>[] added = [network.Parameters["dense1.weight"], network.Parameters["dense1.bias"]];
        var before = added[0].Values.ToArray();
        optimizer.AddGroup(new Sgd(0.1), added);
        AddGradients(network, training.Slice(0, 32));
        optimizer.Step(new StepOptions { ZeroGradients = true });
        var moved = Math.Sqrt(added[0].Values.ToArray().Zip(before, (a, b) => Math.Pow(a - b, 2)).Sum());
        Assert.InRange(moved, 1e-6, 0.5);
    }

    /// <summary>Each optimizer zeroes what it steps, so that both can zero.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TwoOptimizersOverOneNetworkAreTwoGroupsOfOne(bool swapped)
    {
        var (training, _) = Digits();
        using var network = Model.Build(seed: 1);
        using var inner = Optimizer.Create(network.Parameters, p => IsFirst(p) ? new Sgd(0.05) : null);
        using var outer = Optimizer.Create(network.Parameters, p => IsFirst(p) ? null : new Sgd(0.1));
        using var expected = Model.Build(seed: 1);
        using var single = Optimizer.Create(expected.Parameters, p => new Sgd(IsFirst(p) ? 0.05 : 0.1));
        for (var step = 0; step < 100; step++)
        {
            var batch = training.Slice(32 * (step % 40), 32);
            AddGradients(network, batch);
            (swapped ? outer : inner).Step(new StepOptions { ZeroGradients = true });
            (swapped ? inner : outer).Step(new StepOptions { ZeroGradients = true });
            AddGradients(expected, batch);
            single.Step(new StepOptions { ZeroGradients = true });
        }

        Assert.Equal(expected.ComputeDigest(), network.ComputeDigest());
    }

    /// <summary>The norm of each spans its own gradients, whether the other has zeroed its own or not.</summary>
    [Fact, Trait("Kind", "Gradients")]
    public void TheNormOfAnOptimizerSpansWhatItSteps()
    {
        using var network = new Sequential(new Dense(1, 1), new Dense(1, 1)).Build(seed: 1);
        using var inner = Optimizer.Create(network.Parameters, p => IsFirst(p) ? new Sgd(0.05) : null);
        using var outer = Optimizer.Create(network.Parameters, p => IsFirst(p) ? null : new Sgd(0.1));
        network.Parameters["dense1.weight"].Gradients[0] = 3;
        network.Parameters["dense2.weight"].Gradients[0] = 4;
        Assert.Equal(3, inner.Step(new StepOptions { MaximumNorm = 100 }).GradientNorm);
        Assert.Equal(4, outer.Step(new StepOptions { MaximumNorm = 100, ZeroGradients = true }).GradientNorm);
        Assert.Equal(3, inner.Step(new StepOptions { MaximumNorm = 100, ZeroGradients = true }).GradientNorm);
    }

    /// <summary>Backpropagation, clipping, zeroing and the step leave the pages of a frozen layer's gradients uncommitted.</summary>
    [Fact, Trait("Kind", "Gradients")]
    public void TheGradientsOfAFrozenLayerTakeNoMemory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var model = new Sequential(new Dense(1024, 1024), new Relu(), new Dense(1024, 2048), new Relu(), new Dense(2048, 4));
        using var network = model.Build(seed: 1);
        using var optimizer = Optimizer.Create(
            network.Parameters, p => p.Name.StartsWith("dense3", StringComparison.Ordinal) ? new Sgd(0.1) : null);
        var inputs = new float[32 * 1024];
        Array.Fill(inputs, 0.5f);
        // Memory that the garbage collector has used before is committed from the start.
        var before = CommittedByteCountOfFrozen();
        for (var step = 0; step < 2; step++)
        {
            network.Parameters.ZeroGradients();
            network.Forward(inputs);
            network.OutputGradients.Fill(0.01f);
            network.Backward();
            network.Parameters.ClipByValue(1);
            network.Parameters.ClipByTensorNorm(1);
            network.Parameters.ClipByUnitNorm();
            optimizer.Step(Options with { SkipNonFinite = true });
        }

        // 4 and 8 MiB. The first and last page may hold gradients of neighbors; a huge page may hold 2 MiB of them.
        Assert.InRange(CommittedByteCountOfFrozen() - before, long.MinValue, 4 << 20);

        long CommittedByteCountOfFrozen() => CommittedByteCount(network.Parameters["dense1.weight"].Gradients) +
            CommittedByteCount(network.Parameters["dense2.weight"].Gradients);
    }

    private static Sequential Model { get; } = new(new Dense(64, 64), new Relu(), new Dense(64, 10));

    private static bool IsFirst(Parameter parameter) => parameter.Name.StartsWith("dense1", StringComparison.Ordinal);

    private static Sgd? SelectOutputs(Parameter<float> parameter) => IsFirst(parameter) ? null : new Sgd(0.1);

    private static (Dataset Training, Dataset Test) Digits()
    {
        var digits = CsvDataset.Load(Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz"));
        var (training, test) = digits.SplitStratified(0.8, seed: 1);
        var standardization = Standardization.Fit(training);
        return (standardization.Apply(training), standardization.Apply(test));
    }

    private static void ZeroFrozen(ParameterSet<float> parameters)
    {
        foreach (var parameter in parameters.Where(IsFirst))
            parameter.Gradients.Clear();
    }

    private static void ZeroAll(ParameterSet<float> parameters)
    {
        foreach (var parameter in parameters)
            parameter.Gradients.Clear();
    }

    private static void ZeroSet(ParameterSet<float> parameters) => parameters.ZeroGradients();

    private static (double Accuracy, string Digest) TrainWithFrozenLayer(Action<ParameterSet<float>>? zero = null)
    {
        var (training, test) = Digits();
        using var network = Model.Build(seed: 1);
        using var optimizer = Optimizer.Create(network.Parameters, SelectOutputs);
        var batches = training.GetBatches(batchSize: 32, seed: 1);
        for (var epoch = 1; epoch <= 30; epoch++)
        {
            foreach (var batch in batches.GetEpoch(epoch))
            {
                AddGradients(network, batch);
                if (zero == ZeroFrozen)
                    zero(network.Parameters);
                optimizer.Step(Options);
                zero?.Invoke(network.Parameters);
            }
        }

        return (Evaluation.Compute(network, new SoftmaxCrossEntropy(), test).Accuracy, network.ComputeDigest());
    }

    private static void AddGradients(Network<float> network, MiniBatch batch)
    {
        var outputs = network.Forward(batch.Features);
        new SoftmaxCrossEntropy().Evaluate(outputs, batch, network.OutputGradients);
        network.Backward();
    }

    // By bit 63 of each page's entry in /proc/self/pagemap: whether it is present.
    private static long CommittedByteCount(Span<float> span)
    {
        using var map = File.OpenRead("/proc/self/pagemap");
        var page = Environment.SystemPageSize;
        // Native memory: the address stays.
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref span[0]);
        var first = address / page;
        var entries = new ulong[(address + span.Length * sizeof(float) - 1) / page - first + 1];
        map.Seek(first * sizeof(ulong), SeekOrigin.Begin);
        map.ReadExactly(MemoryMarshal.AsBytes(entries.AsSpan()));
        return page * (long)entries.Count(entry => entry >> 63 != 0);
    }
}
