using FusedOptim.Rules;

namespace FusedOptim.Tests.Parameters;

public class MatrixViewTests
{
    [Theory]
    [InlineData(new int[0], 1, 1, 1)]
    [InlineData(new[] { 7 }, 1, 1, 7)]
    [InlineData(new[] { 5, 3 }, 1, 5, 3)]
    [InlineData(new[] { 8, 4, 3, 3 }, 1, 8, 36)]
    public void TheDefaultViewIsTheFirstDimensionByTheOthers(int[] shape, int batch, int rows, int columns)
    {
        using var set = new ParameterSet<float>();

        var parameter = set.Add("weight", ParameterKind.Weight, shape);

        Assert.Equal(new MatrixView(batch, rows, columns), parameter.View);
        Assert.Equal(new MatrixView(batch, rows, columns), MatrixView.Of(parameter.Shape));
    }

    [Theory]
    [InlineData(new int[0], 1, 1, 1)]
    [InlineData(new[] { 7 }, 1, 1, 7)]
    [InlineData(new[] { 5, 3 }, 1, 5, 3)]
    [InlineData(new[] { 2, 5, 3 }, 2, 5, 3)]
    [InlineData(new[] { 8, 4, 3, 2 }, 32, 3, 2)]
    public void TheLastTwoDimensionsAreOneMatrixForEachIndexOfTheOthers(int[] shape, int batch, int rows, int columns) =>
        Assert.Equal(new MatrixView(batch, rows, columns), MatrixView.OfLastTwoDimensions(new TensorShape(shape)));

    [Fact]
    public void SplittingAndTransposingChangeRowsAndColumns()
    {
        var fused = MatrixView.Of(new TensorShape(12, 4));

        var heads = fused.Split(3);
        var outputs = heads.Transpose();

        Assert.Equal(new MatrixView(3, 4, 4), heads);
        Assert.Equal(new MatrixView(6, 2, 4), heads.Split(2));
        Assert.Equal("6 × 2 × 4", heads.Split(2).ToString());
        Assert.True(outputs.IsTransposed);
        Assert.NotEqual(heads, outputs);
        Assert.Equal(heads, outputs.Transpose());
        var transposed = fused.Transpose();
        Assert.Equal("1 × 4 × 12 transposed", transposed.ToString());
        Assert.Equal((4L, 12L, 48L), (transposed.RowCount, transposed.ColumnCount, transposed.Count));
        Assert.Equal((12L, 24L, 48L), (heads.Split(2).RowCount, heads.Split(2).ColumnCount, heads.Split(2).Count));
    }

    [Fact]
    public void BadNumbersAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(1, 1, -1));
        Assert.Throws<ArgumentException>(() => new MatrixView(1L << 32, 1L << 31, 1));
        Assert.Throws<ArgumentException>(() => new MatrixView(1L << 31, 1L << 31, 2));
        var view = new MatrixView(1, 6, 2);
        Assert.Contains("6 rows", Assert.Throws<ArgumentOutOfRangeException>(() => view.Split(4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Split(0));
        Assert.Contains("transposed", Assert.Throws<InvalidOperationException>(() => view.Transpose().Split(2)).Message);
    }

    [Fact]
    public void AParameterTakesAViewOfAsManyElements()
    {
        using var set = new ParameterSet<float>();
        var weight = set.Add("weight", ParameterKind.Weight, 6, 4);
        var external = set.AddExternal("external", ParameterKind.Weight, new float[24], new float[24], 6, 4);

        weight.View = weight.View.Split(2);
        external.View = external.View.Transpose();

        Assert.Equal(new MatrixView(2, 3, 4), weight.View);
        Assert.Equal("1 × 4 × 6 transposed", external.View.ToString());
        Assert.Equal("weight [6, 4] as 2 × 3 × 4 Weight", weight.ToString());
        var exception = Assert.Throws<ArgumentException>(() => weight.View = new MatrixView(2, 3, 5));
        Assert.StartsWith(
            "The view 2 × 3 × 5 of 'weight' [6, 4] has 30 elements; it must have 24, as 1 × 6 × 4 has.", exception.Message);
        Assert.Throws<ArgumentException>(() => weight.View = default);
        Assert.Equal(new MatrixView(2, 3, 4), weight.View);
    }

    [Fact]
    public void ARuleWithoutRowsLeavesTheViewFree()
    {
        using var set = new ParameterSet<float>();
        var weight = set.Add("weight", ParameterKind.Weight, 6, 4);
        using var optimizer = Optimizer.Create(set, new Sgd());

        optimizer.Step();
        weight.View = weight.View.Split(2);

        Assert.Equal(new MatrixView(2, 3, 4), weight.View);
    }
}
