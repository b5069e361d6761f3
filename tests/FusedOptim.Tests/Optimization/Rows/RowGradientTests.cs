using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Rows;

public class RowGradientTests
{
    private readonly ParameterSet<float> _set = new();
    private readonly Parameter<float> _table;
    private readonly RowGradient<float> _gradient;

    public RowGradientTests()
    {
        _table = _set.AddWithRowGradient("table", ParameterKind.Embedding, rowCapacity: 3, 10, 2, 2);
        _gradient = _table.RowGradient!;
    }

    [Fact]
    public void SetReplacesTheListAndZeroesTheGradients()
    {
        _gradient.Set([7, 2]).Fill(1);
        Assert.Equal(8, _gradient.Values.Length);

        var values = _gradient.Set([2, 9, 0]);

        Assert.Equal([2, 9, 0], _gradient.Rows.ToArray());
        Assert.Equal(3, _gradient.Count);
        Assert.Equal(new float[12], values.ToArray());
        Assert.True(values == _gradient.Values);
    }

    [Fact]
    public void MicroBatchesAddUp()
    {
        _gradient.GetOrAdd(4)[1] += 1;
        _gradient.GetOrAdd(9)[0] += 2;
        _gradient.GetOrAdd(4)[1] += 3;

        Assert.Equal([4, 9], _gradient.Rows.ToArray());
        Assert.Equal([0, 4, 0, 0, 2, 0, 0, 0], _gradient.Values.ToArray());
        _gradient.Clear();
        Assert.Equal([0f, 0, 0, 0], _gradient.GetOrAdd(9).ToArray());
    }

    [Fact]
    public void RefusesListsThatAreNotValid_AndKeepsTheOldOne()
    {
        _gradient.Set([7, 2]).Fill(1);
        Refuses<ArgumentException>(() => _gradient.Set([1, 2, 3, 4]), "4 rows", "'table'", "capacity is 3");
        Refuses<ArgumentException>(() => _gradient.Set([1, 10]), "row 10, at index 1", "'table' [10, 2, 2]", "from 0 to 9");
        Refuses<ArgumentException>(() => _gradient.Set([-1]), "row -1, at index 0");
        Refuses<ArgumentException>(() => _gradient.Set([5, 2, 5]), "row 5 is at the indices 0 and 2", "'table'");
        Refuses<ArgumentOutOfRangeException>(() => _gradient.GetOrAdd(10), "row 10 of 'table'", "from 0 to 9");

        Assert.Equal([7, 2], _gradient.Rows.ToArray());
        Assert.All(_gradient.Values.ToArray(), value => Assert.Equal(1, value));
        _gradient.GetOrAdd(2)[0] = 5;
        _gradient.GetOrAdd(5);
        Assert.Equal([7, 2, 5], _gradient.Rows.ToArray());
        Assert.Equal(5, _gradient.Values[4]);
        Refuses<InvalidOperationException>(() => _gradient.GetOrAdd(1), "row 1 of 'table'", "3 rows have a gradient");
    }

    [Fact]
    public void RefusesTheDenseGradientAndOtherViews()
    {
        Refuses<InvalidOperationException>(() => _ = _table.Gradients.Length, "'table' [10, 2, 2]", "RowGradient");
        Refuses<InvalidOperationException>(() => _table.View = new MatrixView(10, 2, 2), "view of 'table'", "outermost dimension");
        _table.View = MatrixView.Of(_table.Shape);
        Assert.Null(_set.Add("dense", ParameterKind.Weight, 3).RowGradient);
    }

    [Fact]
    public void RefusesCapacitiesAndShapesThatAreNotValid()
    {
        Refuses<ArgumentOutOfRangeException>(() => _set.AddWithRowGradient("t", ParameterKind.Embedding, 0, 10, 2), "'t' is 0 rows", "from 1 to 10");
        Refuses<ArgumentOutOfRangeException>(() => _set.AddWithRowGradient("t", ParameterKind.Embedding, 11, 10, 2), "'t' is 11 rows");
        Refuses<ArgumentException>(() => _set.AddWithRowGradient("t", ParameterKind.Embedding, 1), "'t' has no dimensions");
        _set.Add("t", ParameterKind.Weight, 2);
    }

    [Fact]
    public void RefusesRulesThatNeedEveryRow()
    {
        Refuses<ArgumentException>(() => Optimizer.Create(_set, new Lamb()), "Lamb cannot step 'table'", "measures the whole parameter");
        Refuses<ArgumentException>(() => Optimizer.Create(_set, new Adafactor()), "Adafactor cannot step 'table'", "rows and columns");
        // Nothing has changed.
        using var optimizer = Optimizer.Create(_set, new Adam());
    }

    [Fact]
    public void StepsThatZeroGradientsEmptyTheList()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(LearningRate: 1));
        _gradient.Set([7, 2]).Fill(1);
        optimizer.Step();
        Assert.Equal(2, _gradient.Count);

        optimizer.Step(new StepOptions { ZeroGradients = true });

        Assert.Equal(0, _gradient.Count);
        Assert.Equal(-2, _table.Values[7 * 4]);
        Assert.Equal(0, _table.Values[6 * 4]);
        _gradient.Set([7]).Fill(float.NaN);
        Assert.True(optimizer.Step(new StepOptions { SkipNonFinite = true, ZeroGradients = true }).IsSkipped);
        Assert.Equal(0, _gradient.Count);
        _gradient.Set([7]).Fill(1);
        _set.ZeroGradients();
        Assert.Equal(0, _gradient.Count);
    }

    [Fact]
    public void AStepWithoutRowsCounts_AndOneWithoutAGradientDoesNot()
    {
        using var optimizer = Optimizer.Create(_set, new Adam());
        optimizer.Step();
        Assert.Equal(1, optimizer.GetStepCount(_table));
        _table.HasGradient = false;
        _gradient.Set([1]).Fill(1);
        optimizer.Step();
        Assert.Equal(1, optimizer.GetStepCount(_table));
        Assert.Equal(0, _set.ComputeGradientNorm());
        Assert.All(_table.Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void FrozenTablesStay_AndStartAgainWithoutRows()
    {
        var other = _set.Add("other", ParameterKind.Weight, 3);
        using var optimizer = Optimizer.Create(_set, new Sgd(LearningRate: 1));
        optimizer.Freeze(_table);
        _gradient.Set([1]).Fill(1);
        Assert.Equal(0, _set.ComputeGradientNorm());
        optimizer.Step();
        Assert.All(_table.Values.ToArray(), value => Assert.Equal(0, value));

        optimizer.Unfreeze(_table);

        Assert.Equal(0, _gradient.Count);
        _gradient.Set([1]).Fill(1);
        optimizer.Step();
        Assert.Equal(-1, _table.Values[4]);
    }

    [Fact]
    public void TheMemoryOfADenseGradientDoesNotExist()
    {
        using var set = new ParameterSet<float>();
        var table = set.AddWithRowGradient("table", ParameterKind.Embedding, 10, 1_000_000, 64);
        set.Add("dense", ParameterKind.Weight, 5);
        var before = GC.GetTotalAllocatedBytes(precise: false);
        table.RowGradient!.GetOrAdd(999_999)[63] = 1;
        Assert.InRange(set.Storage.GradientByteCount, 1, 64 * sizeof(float));
        Assert.Equal(1, set.ComputeGradientNorm());
    }

    private static void Refuses<TException>(Action action, params string[] parts)
        where TException : Exception
    {
        var message = Assert.Throws<TException>(action).Message;
        foreach (var part in parts)
            Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
