namespace FusedOptim.Tests.Parameters;

public class TensorShapeTests
{
    [Fact]
    public void DescribesItsDimensions()
    {
        var shape = new TensorShape(64, 128);

        Assert.Equal("[64, 128]", shape.ToString());
        Assert.Equal(2, shape.Rank);
        Assert.Equal(8192, shape.Count);
        Assert.Equal(128, shape[1]);
        Assert.Equal([64, 128], shape.Dimensions.ToArray());
    }

    [Fact]
    public void IsASingleNumberWithoutDimensions()
    {
        Assert.Equal(1, default(TensorShape).Count);
        Assert.Equal(1, new TensorShape([]).Count);
        Assert.Equal("[]", default(TensorShape).ToString());
        Assert.Equal(default, new TensorShape([]));
    }

    [Fact]
    public void ComparesByDimensions()
    {
        Assert.True(new TensorShape(2, 3) == new TensorShape(2, 3));
        Assert.True(new TensorShape(2, 3) != new TensorShape(3, 2));
        Assert.NotEqual(new TensorShape(6), new TensorShape(6, 1));
        Assert.Equal(new TensorShape(2, 3).GetHashCode(), new TensorShape(2, 3).GetHashCode());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void RefusesADimensionBelowOne(int dimension)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new TensorShape(64, dimension));

        Assert.Contains(
            FormattableString.Invariant($"Dimension 1 of the shape [64, {dimension}] is {dimension}"), exception.Message);
    }

    [Fact]
    public void CountsBeyond32BitsAndRefusesBeyond64()
    {
        Assert.Equal(1L << 40, new TensorShape(1 << 20, 1 << 20).Count);
        Assert.Throws<ArgumentException>(() => new TensorShape(int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentException>(
            () => new TensorShape(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
    }
}
