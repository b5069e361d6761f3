using FusedOptim.Formats;
using FusedOptim.Schema;
using Rule = FusedOptim.Tests.VectorRule<FusedOptim.Tests.RowsAndColumns>;

namespace FusedOptim.Tests.Optimization.Views;

/// <summary>States with one value for each row or column of a parameter's view.</summary>
public class VectorStateTests
{
    [Fact]
    public void StatesHaveOneValueForEachRowAndColumnOfTheView()
    {
        using var set = CreateSet<float>();
        using var optimizer = Optimizer.Create(set, new Rule());

        AssertShapes(optimizer, set["weight"], [70], [3]);
        AssertShapes(optimizer, set["bias"], [1], [70]);
        AssertShapes(optimizer, set["number"], [1], [1]);
        AssertShapes(optimizer, set["heads"], [3, 4], [3, 5]);
        AssertShapes(optimizer, set["outputs"], [130], [2]);
        Assert.Equal(["m", "row_sum", "column_sum"], optimizer.GetStateKeys(set[0]));
        Assert.Equal(set["heads"].Shape, optimizer.GetStateShape(set["heads"], "m"));
        foreach (var parameter in set)
        {
            Assert.All(optimizer.GetState(parameter, "row_sum").ToArray(), value => Assert.Equal(2, value));
            Assert.All(optimizer.GetState(parameter, "column_sum").ToArray(), value => Assert.Equal(0.5f, value));
        }

        // Each starts a block of 64 elements.
        var (elements, rows, columns) = (256 + 128 + 64 + 64 + 320, 128 + 64 + 64 + 64 + 192, 64 + 128 + 64 + 64 + 64);
        Assert.Equal(sizeof(float) * (elements + rows + columns), optimizer.StateByteCount);
    }

    [Fact]
    public void EachParameterHasValuesOfItsOwn()
    {
        using var set = CreateSet<double>();
        using var optimizer = Optimizer.Create(set, new Rule());
        string[] keys = ["m", "row_sum", "column_sum"];
        var next = 0.0;
        foreach (var (parameter, key) in Pairs())
        {
            foreach (ref var value in optimizer.GetState(parameter, key))
                value = next++;
        }

        var expected = 0.0;
        foreach (var (parameter, key) in Pairs())
            Assert.All(optimizer.GetState(parameter, key).ToArray(), value => Assert.Equal(expected++, value));

        IEnumerable<(Parameter<double>, string)> Pairs() => set.SelectMany(parameter => keys.Select(key => (parameter, key)));
    }

    [Fact]
    public void StepsLeaveTheValuesThatTheyDoNotWrite()
    {
        using var set = CreateSet<float>();
        using var optimizer = Optimizer.Create(set, new Rule());
        foreach (var parameter in set)
            parameter.Gradients.Fill(2);

        optimizer.Step();
        optimizer.Step();

        foreach (var parameter in set)
        {
            Assert.All(parameter.Values.ToArray(), value => Assert.Equal(-1.5f, value));
            Assert.All(optimizer.GetState(parameter, "row_sum").ToArray(), value => Assert.Equal(2, value));
            Assert.All(optimizer.GetState(parameter, "column_sum").ToArray(), value => Assert.Equal(0.5f, value));
        }
    }

    [Fact]
    public void FormatsAreForOtherStates()
    {
        using var set = CreateSet<float>();
        using var optimizer = Optimizer.Create(set, new Rule(), new() { StateFormat = new BFloat16Format() });

        Assert.NotNull(optimizer.GetStoredState(set[0], "m").Format);
        Assert.Null(optimizer.GetStoredState(set[0], "row_sum").Format);
        Assert.Equal(70, optimizer.GetState(set[0], "row_sum").Length);
        Assert.Contains(
            "'row_sum', which has one value for each row and keeps the precision of kernels", Refuse("row_sum"), StringComparison.Ordinal);
        Assert.Contains("'column_sum', which has one value for each column", Refuse("column_sum"), StringComparison.Ordinal);

        string Refuse(string key)
        {
            using var other = CreateSet<float>();
            return Assert.Throws<ArgumentException>(() => Optimizer.Create(other, new Rule(), new()
            {
                StateFormats = new Dictionary<string, StorageFormat?> { [key] = new BFloat16Format() },
            })).Message;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SetsOfHalfHaveValuesInSinglePrecision(bool hasMasterCopy)
    {
        using var set = CreateSet<Half>();
        using var optimizer = Optimizer.Create(set, new Rule(), new() { MasterCopy = hasMasterCopy });
        var heads = set["heads"];
        var values = Enumerable.Range(0, 12).Select(i => 1 + i * 1e-5f).ToArray();

        optimizer.WriteState(heads, "row_sum", values);
        foreach (var parameter in set)
            parameter.Gradients.Fill((Half)2);
        optimizer.Step();

        var read = new float[12];
        optimizer.ReadState(heads, "row_sum", read);
        Assert.Equal(values, read);
        Assert.All(heads.Values.ToArray(), value => Assert.Equal((Half)(-0.5), value));
        var columns = new float[15];
        optimizer.ReadState(heads, "column_sum", columns);
        Assert.All(columns, value => Assert.Equal(0.5f, value));
        Assert.Throws<InvalidOperationException>(() => optimizer.GetState(heads, "row_sum").Length);
        Assert.Contains(
            "There are 60 values for the state 'row_sum' [3, 4] of 'heads', which has 12.",
            Assert.Throws<ArgumentException>(() => optimizer.ReadState(heads, "row_sum", new float[60])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DroppedStatesStartAgainWithAnotherView()
    {
        using var set = CreateSet<float>();
        using var optimizer = Optimizer.Create(set, new Rule());
        var (heads, weight) = (set["heads"], set["weight"]);
        optimizer.GetState(heads, "row_sum").Fill(7);
        optimizer.GetState(weight, "row_sum").Fill(8);

        optimizer.Freeze([heads], keepStates: false);
        heads.View = heads.View.Split(2);
        optimizer.Unfreeze(heads);

        AssertShapes(optimizer, heads, [6, 2], [6, 5]);
        Assert.All(optimizer.GetState(heads, "row_sum").ToArray(), value => Assert.Equal(2, value));
        Assert.All(optimizer.GetState(weight, "row_sum").ToArray(), value => Assert.Equal(8, value));
    }

    [Fact]
    public void GroupsKeepTheValuesOfTheirParameters()
    {
        using var set = CreateSet<float>();
        using var optimizer = Optimizer.Create(set, parameter => parameter.Name == "bias" ? null : new Rule());
        optimizer.GetState(set["heads"], "column_sum").Fill(7);

        optimizer.Split(optimizer.Groups[0], parameter => parameter.Name == "heads");
        optimizer.AddGroup(new Rule(Floor: 3), [set["bias"]]);
        optimizer.Freeze(set["heads"]);
        optimizer.Unfreeze(set["heads"]);

        Assert.All(optimizer.GetState(set["heads"], "column_sum").ToArray(), value => Assert.Equal(7, value));
        AssertShapes(optimizer, set["bias"], [1], [70]);
        Assert.Equal([3f], optimizer.GetState(set["bias"], "row_sum").ToArray());
    }

    [Fact]
    public void TheViewIsFixedWhileARuleHasStatesOfIt()
    {
        using var set = CreateSet<float>();
        var heads = set["heads"];
        var optimizer = Optimizer.Create(set, new Rule());

        heads.View = heads.View;
        var exception = Assert.Throws<InvalidOperationException>(() => heads.View = heads.View.Split(2));
        Assert.Equal(
            "The view of 'heads' [12, 5] cannot be set to 6 × 2 × 5: VectorRule, which steps it, keeps rows or columns of 3 × 4 × 5. " +
            "Set it before the optimizer is made.", exception.Message);
        optimizer.Freeze(heads);
        Assert.Throws<InvalidOperationException>(() => heads.View = heads.View.Split(2));
        optimizer.Dispose();
        heads.View = heads.View.Split(2);

        Assert.Equal(new MatrixView(6, 2, 5), heads.View);
    }

    [Fact]
    public void ViewsCanBeSetWhereRulesAreSelected()
    {
        using var set = CreateSet<float>();

        using var optimizer = Optimizer.Create(set, parameter =>
        {
            if (parameter.Name == "weight")
                parameter.View = parameter.View.Split(7);
            return new Rule();
        });

        AssertShapes(optimizer, set["weight"], [7, 10], [7, 3]);
    }

    [Fact]
    public void ARuleThatCannotBeKeptIsRefused()
    {
        using var set = CreateSet<float>();

        Assert.Contains(
            "the state 'x' over Matrix", Assert.Throws<NotSupportedException>(() => Optimizer.Create(set, new VectorRule<OfMatrices>())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'x' of VectorRule over Row starts from the parameter",
            Assert.Throws<NotSupportedException>(() => Optimizer.Create(set, new VectorRule<FromParameter>())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TheFingerprintDependsOnTheValuesOfRowsAndColumns()
    {
        using var set = CreateSet<float>();
        using var optimizer = Optimizer.Create(set, parameter => parameter.Name == "bias" ? new VectorRule<OtherColumns>() : new Rule());

        Assert.NotEqual(optimizer.Groups[0].RuleFingerprint, optimizer.Groups[1].RuleFingerprint);
    }

    private static void AssertShapes<T>(Optimizer optimizer, Parameter<T> parameter, int[] rows, int[] columns)
        where T : unmanaged
    {
        var (shapeOfRows, shapeOfColumns) = (new TensorShape(rows), new TensorShape(columns));
        Assert.Equal(shapeOfRows, optimizer.GetStateShape(parameter, "row_sum"));
        Assert.Equal(shapeOfColumns, optimizer.GetStateShape(parameter, "column_sum"));
        Assert.Equal(shapeOfRows.Count, optimizer.GetState(parameter, "row_sum").Length);
        Assert.Equal(shapeOfColumns.Count, optimizer.GetState(parameter, "column_sum").Length);
        Assert.Equal(parameter.Count, optimizer.GetState(parameter, "m").Length);
    }

    private static ParameterSet<T> CreateSet<T>()
        where T : unmanaged
    {
        var set = new ParameterSet<T>();
        set.Add("weight", ParameterKind.Weight, 70, 3);
        set.Add("bias", ParameterKind.Weight, 70);
        set.Add("number", ParameterKind.Weight);
        var heads = set.Add("heads", ParameterKind.Weight, 12, 5);
        heads.View = heads.View.Split(3);
        var outputs = set.Add("outputs", ParameterKind.Weight, 2, 130);
        outputs.View = outputs.View.Transpose();
        return set;
    }

    private sealed class OfMatrices : IVectorStates
    {
        public static IReadOnlyList<StateSchema> States => [new("m", "m"), new("x", "x") { Over = Over.Matrix }];
    }

    private sealed class FromParameter : IVectorStates
    {
        public static IReadOnlyList<StateSchema> States => [new("m", "m"), new("x", "x", StateInitial.Parameter) { Over = Over.Row }];
    }

    private sealed class OtherColumns : IVectorStates
    {
        public static IReadOnlyList<StateSchema> States =>
            [.. RowsAndColumns.States.Take(2), RowsAndColumns.States[2] with { Value = 0.25 }];
    }
}
