namespace FusedOptim.Tests.References;

/// <summary>Both forms of Adafactor, where their steps can be worked out by hand, and PyTorch's beside what libtorch computed.</summary>
public class AdafactorReferenceTests
{
    private static readonly LibtorchRecording s_recording = new("libtorch_adafactor.json");

    public static TheoryData<int, string> Cases => s_recording.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void PyTorchsFormGoesWhereLibtorchGoes(int index, string setting)
    {
        var options = s_recording.Options(index);
        var epsilon = options.GetProperty("eps");
        var reference = new PyTorchAdafactor(
            s_recording.Shape(index), options.GetProperty("lr").GetDouble(), options.GetProperty("beta2_decay").GetDouble(),
            epsilon[0].ValueKind == System.Text.Json.JsonValueKind.Null ? Math.ScaleB(1, -52) : epsilon[0].GetDouble(),
            epsilon[1].GetDouble(), options.GetProperty("d").GetDouble(), options.GetProperty("weight_decay").GetDouble());
        s_recording.Follow(index, "float64", reference.Step, (step, expected, actual) =>
            Closeness.Check($"{setting}, step {step}, parameter", expected, actual, 1e-12));
        if (s_recording.Shape(index).Length > 1)
        {
            Closeness.Check("row_var", s_recording.State(index, "row_var"), reference.RowVariance, 1e-12);
            Closeness.Check("col_var", s_recording.State(index, "col_var"), reference.ColumnVariance, 1e-12);
        }
        else
        {
            Closeness.Check("variance", s_recording.State(index, "variance"), reference.Variance, 1e-12);
        }
    }

    /// <summary>g = abᵀ: the estimate is g² exactly, the update is the sign of g, and its root mean square is 1.</summary>
    [Fact]
    public void GradientsOfRankOneAreFactoredExactly()
    {
        double[] rows = [1, -2, 0.5];
        double[] columns = [3, 0.25, -1, 4];
        double[] gradient = [.. rows.SelectMany(row => columns.Select(column => row * column))];
        double[] start = [1, -1, 1, 1, 1, 1, -1, 1, 1, -1, 1, 1];
        foreach (var reference in new IMatrixReference[] { new PyTorchAdafactor([3, 4]), new PaperAdafactor(new(1, 3, 4)) })
        {
            var parameter = (double[])start.Clone();
            // The root mean square of the parameter is 1, so the first step is 0.01·sign(g).
            reference.Step(parameter, gradient);
            Closeness.Check("parameter", [.. start.Zip(gradient, (x, g) => x - 0.01 * Math.Sign(g))], parameter, 1e-14);
        }
    }

    [Fact]
    public void OneRowIsAVector()
    {
        var inputs = new RecordedInputs(1, 9, 20);
        IMatrixReference[] references = [new PyTorchAdafactor([9]), new PyTorchAdafactor([1, 9]), new PyTorchAdafactor([9, 1])];
        var parameters = Array.ConvertAll(references, _ => inputs.Parameter);
        for (var step = 1; step <= 20; step++)
        {
            for (var i = 0; i < references.Length; i++)
                references[i].Step(parameters[i], inputs.Gradient(step));
            Closeness.Check("one row", parameters[0], parameters[1], 1e-14);
            Closeness.Check("one column", parameters[0], parameters[2], 1e-14);
        }
    }

    /// <summary>All elements are equal, so that the root mean square of an update is its size. The parameter is less than ε₂.</summary>
    [Fact]
    public void LargeUpdatesAreClipped()
    {
        // After the gradient 1 comes 3: V = 1 + 2^−0.8·(9 − 1), and u = 3/√V is over 1.
        var variance = 1 + Math.Pow(2, -0.8) * 8;
        foreach (var (threshold, clip) in new[] { (1.0, 3 / Math.Sqrt(variance)), (2.0, 1.0) })
        {
            var parameter = new double[6];
            var reference = new PyTorchAdafactor([2, 3], d: threshold);
            reference.Step(parameter, [1, 1, 1, 1, 1, 1]);
            Closeness.Check("first", [.. Enumerable.Repeat(-1e-5, 6)], parameter, 1e-14);
            reference.Step(parameter, [3, 3, 3, 3, 3, 3]);
            var second = -1e-5 - 1e-5 * (3 / Math.Sqrt(variance) / clip);
            Closeness.Check("second", [.. Enumerable.Repeat(second, 6)], parameter, 1e-14);
        }
    }

    /// <summary>Each entry of the batch has its own factors; the root mean squares are those of the whole tensor.</summary>
    [Fact]
    public void EntriesOfABatchAreFactoredForThemselves()
    {
        var inputs = new RecordedInputs(1, 24, 1);
        var batch = new PyTorchAdafactor([2, 3, 4]);
        batch.Step(inputs.Parameter, inputs.Gradient(1));
        var single = new PyTorchAdafactor([3, 4]);
        single.Step(inputs.Parameter[12..], inputs.Gradient(1)[12..]);
        Assert.Equal(single.RowVariance, batch.RowVariance[3..]);
        Assert.Equal(single.ColumnVariance, batch.ColumnVariance[4..]);
    }

    /// <summary>With a constant gradient of one size the step is constant, and the moment is an average that starts from zero.</summary>
    [Fact]
    public void TheFirstMomentAveragesSteps()
    {
        var parameter = new double[6];
        var reference = new PaperAdafactor(new(1, 2, 3), beta1: 0.9);
        reference.Step(parameter, [1, 1, 1, 1, 1, 1]);
        Closeness.Check("first", [.. Enumerable.Repeat(-1e-6, 6)], parameter, 1e-12);
        reference.Step(parameter, [1, 1, 1, 1, 1, 1]);
        Closeness.Check("second", [.. Enumerable.Repeat(-1e-6 - 1.9e-6, 6)], parameter, 1e-12);
    }
}
