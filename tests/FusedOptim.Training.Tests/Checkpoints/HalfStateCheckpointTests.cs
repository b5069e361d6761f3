using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

/// <summary>States in half precision in a file: codes and the scales of their blocks.</summary>
public class HalfStateCheckpointTests
{
    private const int Count = 100;

    [Fact]
    public void SmallStatesComeBackToTheBit()
    {
        using var file = new TemporaryFile();
        using var savedSet = CreateSet();
        using var saved = CreateOptimizer(savedSet, steps: 5);
        new Checkpoint().Add(savedSet).Add(saved).Save(file.Path);
        using var loadedSet = CreateSet();
        using var loaded = CreateOptimizer(loadedSet, steps: 0);

        new Checkpoint().Add(loadedSet).Add(loaded).Load(file.Path);

        Assert.All(Read(loaded, loadedSet), value => Assert.InRange(value, 1e-12f, 1e-7f));
        Assert.Equal(Read(saved, savedSet), Read(loaded, loadedSet));
    }

    [Fact]
    public void AFileWithoutScalesIsRefused()
    {
        using var file = new TemporaryFile();
        using var set = CreateSet();
        using var optimizer = CreateOptimizer(set, steps: 5);
        new Checkpoint().Add(set).Add(optimizer).Save(file.Path);
        // As checkpoints were before there were scales.
        var writer = new SafetensorsWriter();
        using (var saved = SafetensorsFile.Open(file.Path))
        {
            foreach (var (key, text) in saved.Metadata.Where(entry => entry.Key != "sha256"))
                writer.AddMetadata(key, text);
            foreach (var tensor in saved.Tensors.Where(tensor => !tensor.Name.EndsWith(".scales", StringComparison.Ordinal)))
            {
                var bytes = new byte[tensor.ByteCount];
                saved.ReadBytes(tensor.Name, 0, bytes);
                writer.AddBytes(
                    tensor.Name, tensor.Dtype == SafetensorsDtype.U16 ? SafetensorsDtype.F16 : tensor.Dtype, tensor.Shape, () => bytes);
            }
        }

        writer.Save(file.Path, addsDigest: true);
        var before = Read(optimizer, set);

        var message = Assert.Throws<InvalidDataException>(() => new Checkpoint().Add(set).Add(optimizer).Load(file.Path)).Message;

        Assert.Contains("'weight.exp_avg", message, StringComparison.Ordinal);
        Assert.Equal(before, Read(optimizer, set));
    }

    private static ParameterSet<float> CreateSet()
    {
        var set = new ParameterSet<float>();
        set.Add("weight", ParameterKind.Weight, Count);
        return set;
    }

    private static Optimizer CreateOptimizer(ParameterSet<float> set, int steps)
    {
        var optimizer = Optimizer.Create(set, new AdamW(), new OptimizerOptions { StateFormat = new HalfFormat() });
        for (var step = 1; step <= steps; step++)
        {
            for (var i = 0; i < Count; i++)
                set[0].Gradients[i] = 1e-5f * (i + 10) / step;
            optimizer.Step();
        }

        return optimizer;
    }

    private static float[] Read(Optimizer optimizer, ParameterSet<float> set)
    {
        var values = new float[Count];
        optimizer.ReadState(set[0], "exp_avg_sq", values);
        return values;
    }
}
