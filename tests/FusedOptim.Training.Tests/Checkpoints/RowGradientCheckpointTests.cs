using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

/// <summary>Tables with compact gradients in a file: states whose rows start at blocks of a format, and decay that rows have not caught up.</summary>
public sealed class RowGradientCheckpointTests : IDisposable
{
    private const int RowCount = 50;
    private const int Columns = 48;

    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void ARunGoesOnWithTheSameBits()
    {
        var whole = Run(0, 12, file: null);
        Run(0, 5, _file.Path);
        Assert.Equal(whole, Run(5, 12, _file.Path));
    }

    [Fact]
    public void AFileHasABlockForEachRow_AndTheProductsOfTheDecay()
    {
        Run(0, 1, _file.Path);
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Equal([RowCount * 64], file.Find("table.momentum_buffer")!.Shape.ToArray());
        Assert.Equal([RowCount * new BlockFloat8Format().ScaleSize], file.Find("table.momentum_buffer.scales")!.Shape.ToArray());
        Assert.Equal([RowCount + 1], file.Find("table.decay_product")!.Shape.ToArray());
    }

    // The steps from one number to another: from a file where it is not the first one, into the file where it is.
    private static float[] Run(int first, int end, string? file)
    {
        using var set = new ParameterSet<float>();
        var table = set.AddWithRowGradient("table", ParameterKind.Embedding, RowCount, RowCount, Columns);
        set.Add("bias", ParameterKind.Bias, 3);
        table.Values.Fill(1);
        using var team = new WorkerTeam(2);
        using var optimizer = Optimizer.Create(
            set, new CaughtUpMomentum { WeightDecay = 0.1 }, new OptimizerOptions { StateFormat = new BlockFloat8Format(), Team = team, Seed = 2 });
        var checkpoint = new Checkpoint().Add(set).Add(optimizer);
        if (first > 0)
            checkpoint.Load(file!);
        for (var step = first; step < end; step++)
        {
            for (var row = step % 7; row < RowCount; row += 3 + step % 5)
            {
                var gradient = table.RowGradient!.GetOrAdd(row);
                for (var i = 0; i < gradient.Length; i++)
                    gradient[i] = (i - 20) * 0.01f * (row + 1);
            }

            optimizer.Step(new StepOptions { ZeroGradients = true });
        }

        if (first == 0 && file is not null)
            checkpoint.Save(file);
        return table.Values.ToArray();
    }
}

/// <summary>Momentum whose rows catch up their decay.</summary>
[UpdateRule, WeightDecay(CatchUp = true)]
public sealed partial record CaughtUpMomentum([NonNegative] double LearningRate = 0.05)
{
    private static double Direction(double gradient, [State("momentum_buffer")] ref double v) => v = 0.9 * v + gradient;
}
