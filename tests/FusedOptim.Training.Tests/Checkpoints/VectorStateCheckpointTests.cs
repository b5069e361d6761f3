using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Safetensors;
using Rule = FusedOptim.Tests.VectorRule<FusedOptim.Tests.RowsAndColumns>;

namespace FusedOptim.Training.Tests;

/// <summary>States of rows and columns in a file, which fit parameters of the same view alone.</summary>
public sealed class VectorStateCheckpointTests : IDisposable
{
    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void AFileHasTheShapesOfTheStatesAndTheViews()
    {
        Save(new(3, 4, 4));

        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Equal([3, 4], file.Find("fused.row_sum")!.Shape.ToArray());
        Assert.Equal([3, 4], file.Find("fused.column_sum")!.Shape.ToArray());
        Assert.Equal([12, 4], file.Find("fused.m")!.Shape.ToArray());
        Assert.Equal([1], file.Find("bias.row_sum")!.Shape.ToArray());
        Assert.Equal([5], file.Find("bias.column_sum")!.Shape.ToArray());
        Assert.Contains(
            "\"views\":{\"fused\":\"3 × 4 × 4\",\"bias\":\"1 × 1 × 5\"}", file.Metadata["optimizers"], StringComparison.Ordinal);
    }

    [Fact]
    public void StatesComeBackToTheBit()
    {
        Save(new(3, 4, 4));
        using var set = CreateSet(new(3, 4, 4));
        using var optimizer = Optimizer.Create(set, new Rule());

        new Checkpoint().Add(set).Add(optimizer).Load(_file.Path);

        Assert.Equal(Numbers(12, 100), optimizer.GetState(set["fused"], "row_sum").ToArray());
        Assert.Equal(Numbers(12, 200), optimizer.GetState(set["fused"], "column_sum").ToArray());
        Assert.Equal(Numbers(1, 100), optimizer.GetState(set["bias"], "row_sum").ToArray());
        Assert.Equal(Numbers(5, 200), optimizer.GetState(set["bias"], "column_sum").ToArray());
    }

    /// <summary>Their states have the same shapes.</summary>
    [Fact]
    public void AFileOfAnotherViewIsRefused()
    {
        Save(new(3, 4, 4));
        using var set = CreateSet(new MatrixView(3, 4, 4).Transpose());
        using var optimizer = Optimizer.Create(set, new Rule());

        var message = Assert.Throws<InvalidDataException>(() => new Checkpoint().Add(set).Add(optimizer).Load(_file.Path)).Message;

        Assert.Equal(
            $"'fused' in {_file.Path} has the view 3 × 4 × 4, here the view 3 × 4 × 4 transposed: its rows and columns are others. Set " +
            "View of the parameter before the optimizer is made.", message);
        Assert.All(optimizer.GetState(set["bias"], "row_sum").ToArray(), value => Assert.Equal(2, value));
        Assert.All(set["fused"].Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void StatesOfAnotherViewAreLeft()
    {
        Save(new(3, 4, 4));
        using var set = CreateSet(new(1, 12, 4));
        using var optimizer = Optimizer.Create(set, new Rule());

        var report = new Checkpoint().Add(set).Add(optimizer).LoadMatching(_file.Path);

        Assert.All(report.NotLoaded, left => Assert.Equal(NotLoadedReason.OtherView, left.Reason));
        Assert.Equal(
            ["fused.step", "fused.m", "fused.row_sum", "fused.column_sum"], report.NotLoaded.Select(left => left.Name));
        Assert.All(set["fused"].Values.ToArray(), value => Assert.Equal(1, value));
        Assert.All(optimizer.GetState(set["fused"], "row_sum").ToArray(), value => Assert.Equal(2, value));
        Assert.Equal(Numbers(5, 200), optimizer.GetState(set["bias"], "column_sum").ToArray());
    }

    [Fact]
    public void FilesOfRulesWithoutRowsHaveNoViews()
    {
        using var set = CreateSet(new(3, 4, 4));
        using var optimizer = Optimizer.Create(set, new AdamW());
        new Checkpoint().Add(set).Add(optimizer).Save(_file.Path);

        using (var file = SafetensorsFile.Open(_file.Path))
            Assert.DoesNotContain("views", file.Metadata["optimizers"], StringComparison.Ordinal);
        using var other = CreateSet(new(1, 12, 4));
        using var loaded = Optimizer.Create(other, new AdamW());
        new Checkpoint().Add(other).Add(loaded).Load(_file.Path);
    }

    private static ParameterSet<float> CreateSet(MatrixView view)
    {
        var set = new ParameterSet<float>();
        set.Add("fused", ParameterKind.Weight, 12, 4).View = view;
        set.Add("bias", ParameterKind.Bias, 5);
        return set;
    }

    private static float[] Numbers(int count, float first) => [.. Enumerable.Range(0, count).Select(i => first + i)];

    private void Save(MatrixView view)
    {
        using var set = CreateSet(view);
        using var optimizer = Optimizer.Create(set, new Rule());
        foreach (var parameter in set)
        {
            parameter.Values.Fill(1);
            var rows = optimizer.GetState(parameter, "row_sum");
            Numbers(rows.Length, 100).CopyTo(rows);
            var columns = optimizer.GetState(parameter, "column_sum");
            Numbers(columns.Length, 200).CopyTo(columns);
        }

        new Checkpoint().Add(set).Add(optimizer).Save(_file.Path);
    }
}
