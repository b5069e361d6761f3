namespace FusedOptim.Tests.Parameters;

public class ParameterSetTests
{
    [Fact]
    public void ListsParametersInTheOrderOfAddingAndBuffersApart()
    {
        using var set = new ParameterSet<float>();
        var bias = set.Add("dense.bias", ParameterKind.Bias, 3);
        var mean = set.AddBuffer("norm.mean", 3);
        var weight = set.Add("dense.weight", ParameterKind.Weight, 3, 2);

        Assert.Equal([bias, weight], set);
        Assert.Equal([mean], set.Buffers);
        Assert.Equal(2, set.Count);
        Assert.Same(weight, set[1]);
        Assert.Same(weight, set["dense.weight"]);
        Assert.Same(mean, set["norm.mean"]);
        Assert.True(mean.IsBuffer);
        Assert.False(set.TryGet("dense", out _));
        Assert.Equal(
            $"The set has no parameter 'dense'; it has {string.Join(", ", set.Concat(set.Buffers).Select(one => one.Name))}.",
            Assert.Throws<KeyNotFoundException>(() => set["dense"]).Message);
        Assert.Equal("dense.weight [3, 2] Weight", weight.ToString());
    }

    [Fact]
    public void StartsFromZerosAndKeepsWhatIsWritten()
    {
        using var set = new ParameterSet<double>();
        var weight = set.Add("weight", ParameterKind.Weight, 2, 2);
        var buffer = set.AddBuffer("buffer", 2);

        Assert.Equal([0, 0, 0, 0], weight.Values.ToArray());
        Assert.Equal([0, 0, 0, 0], weight.Gradients.ToArray());

        weight.CopyFrom([1, 2, 3, 4]);
        weight.Gradients[3] = 5;
        buffer.Values.Fill(9);
        var copy = new double[4];
        weight.CopyTo(copy);

        Assert.Equal([1, 2, 3, 4], copy);
        Assert.Equal([0, 0, 0, 5], weight.Gradients.ToArray());

        set.ZeroGradients();

        Assert.Equal([0, 0, 0, 0], weight.Gradients.ToArray());
        Assert.Equal([1, 2, 3, 4], weight.Values.ToArray());
        Assert.Equal([9, 9], buffer.Values.ToArray());
    }

    [Fact]
    public void GivesAScalarOneElement()
    {
        using var set = new ParameterSet<float>();

        Assert.Equal(1, set.Add("temperature", ParameterKind.Other).Values.Length);
    }

    [Fact]
    public void RefusesBadNames()
    {
        using var set = new ParameterSet<float>();
        set.Add("weight", ParameterKind.Weight, 1);
        set.AddBuffer("mean", 1);

        Assert.Throws<ArgumentNullException>(() => set.Add(null!, ParameterKind.Weight, 1));
        Assert.Throws<ArgumentException>(() => set.Add("", ParameterKind.Weight, 1));
        Assert.Contains("'weight'", Assert.Throws<ArgumentException>(() => set.AddBuffer("weight", 1)).Message);
        Assert.Contains("'mean'", Assert.Throws<ArgumentException>(() => set.Add("mean", ParameterKind.Bias, 1)).Message);
        Assert.Single(set);
    }

    [Fact]
    public void RefusesBadShapesAndKinds()
    {
        using var set = new ParameterSet<float>();

        Assert.Throws<ArgumentOutOfRangeException>(() => set.Add("weight", ParameterKind.Weight, 2, 0));
        var tooLarge = Assert.Throws<ArgumentException>(() => set.Add("weight", ParameterKind.Weight, 1 << 16, 1 << 16));
        Assert.Contains("'weight' [65536, 65536] has 4294967296 elements", tooLarge.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Add("weight", (ParameterKind)17, 2));
        Assert.Empty(set);
    }

    [Fact]
    public void RefusesOtherTypesThanFloatAndDouble() =>
        Assert.Contains("System.Int32", Assert.Throws<NotSupportedException>(() => new ParameterSet<int>()).Message);

    [Fact]
    public void RefusesParametersOnceItIsLaidOut()
    {
        using var set = new ParameterSet<float>();
        var weight = set.Add("weight", ParameterKind.Weight, 2);
        set.ZeroGradients();
        set.Add("bias", ParameterKind.Bias, 2);
        weight.Values[0] = 1;

        Assert.Contains(
            "'late'", Assert.Throws<InvalidOperationException>(() => set.Add("late", ParameterKind.Bias, 2)).Message);
        Assert.Throws<InvalidOperationException>(() => set.AddBuffer("late", 2));
        Assert.Equal(2, set.Count);
    }

    [Fact]
    public void RefusesCopiesOfAnotherLength()
    {
        using var set = new ParameterSet<float>();
        var weight = set.Add("weight", ParameterKind.Weight, 2, 2);

        var from = Assert.Throws<ArgumentException>(() => weight.CopyFrom(new float[3]));
        Assert.Contains("source has 3 elements; it must have 4, as 'weight' [2, 2] has", from.Message);
        Assert.Throws<ArgumentException>(() => weight.CopyTo(new float[5]));
    }

    [Fact]
    public void HasNoGradientsForBuffers()
    {
        using var set = new ParameterSet<float>();
        var buffer = set.AddBuffer("norm.mean", 2);

        Assert.Contains(
            "'norm.mean'", Assert.Throws<InvalidOperationException>(() => buffer.Gradients.Length).Message);
    }

    [Fact]
    public void ThrowsOnceItIsDisposed()
    {
        var set = new ParameterSet<float>();
        var weight = set.Add("weight", ParameterKind.Weight, 2);
        weight.Gradients[0] = weight.Values[0];

        set.Dispose();
        set.Dispose();

        Assert.Throws<ObjectDisposedException>(() => weight.Values.Length);
        Assert.Throws<ObjectDisposedException>(() => weight.Gradients.Length);
        Assert.Throws<ObjectDisposedException>(() => set.Add("bias", ParameterKind.Bias, 2));
        Assert.Throws<ObjectDisposedException>(set.ZeroGradients);
        Assert.Equal("weight", weight.Name);
    }

    [Fact]
    public void GivesTheSameMemoryToThreadsThatAskFirstAtOnce()
    {
        for (var round = 0; round < 50; round++)
        {
            using var set = new ParameterSet<float>();
            var weight = set.Add("weight", ParameterKind.Weight, 4);

            Parallel.For(0, 4, i => weight.Gradients[i] = weight.Values[i] = i + 1);

            Assert.Equal([1, 2, 3, 4], weight.Values.ToArray());
            Assert.Equal([1, 2, 3, 4], weight.Gradients.ToArray());
        }
    }
}
