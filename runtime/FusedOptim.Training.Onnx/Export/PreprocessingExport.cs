using FusedOptim.Training.Data;
using FusedOptim.Training.Graph;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>Adds preprocessing to a graph. Each step computes in double and gives floats, as it does for data sets.</summary>
internal static class PreprocessingExport
{
    public static GraphValue Add(OnnxGraph graph, Preprocessing preprocessing, GraphValue value)
    {
        IReadOnlyList<Preprocessing> steps = preprocessing is PreprocessingSequence sequence ? sequence.Steps : [preprocessing];
        for (var i = 0; i < steps.Count; i++)
        {
            graph.Scope = Invariant($"preprocessing{i + 1}");
            value = new GraphValue(AddStep(graph, steps[i], value.Name), new ExampleShape(steps[i].OutputCount));
        }

        return value;
    }

    private static string AddStep(OnnxGraph graph, Preprocessing step, string input) => step switch
    {
        Imputation imputation => AddImputation(graph, imputation, input),
        Standardization standardization => AddStandardization(graph, standardization, input),
        MinMaxNormalization normalization => AddMinMax(graph, normalization, input),
        PcaWhitening whitening => AddWhitening(graph, whitening, input),
        _ => throw new NotSupportedException($"The preprocessing {step.GetType().Name} has no form in ONNX."),
    };

    private static string AddImputation(OnnxGraph graph, Imputation imputation, string input)
    {
        float[] values = [.. imputation.Values.ToArray().Select(static value => (float)value)];
        return graph.Add("Where", graph.Add("IsNaN", input), graph.AddTensor("values", values, values.Length), input);
    }

    private static string AddStandardization(OnnxGraph graph, Standardization standardization, string input)
    {
        double[] divisors = [.. standardization.Deviations.ToArray().Select(static deviation => deviation == 0 ? 1 : deviation)];
        var centered = graph.Add("Sub", graph.ToDouble(input), graph.AddTensor("means", standardization.Means, divisors.Length));
        return graph.ToFloat(graph.Add("Div", centered, graph.AddTensor("deviations", divisors, divisors.Length)));
    }

    private static string AddMinMax(OnnxGraph graph, MinMaxNormalization normalization, string input)
    {
        var count = normalization.InputCount;
        var widths = new double[count];
        var isConstant = new bool[count];
        for (var j = 0; j < count; j++)
        {
            widths[j] = normalization.Maxima[j] - normalization.Minima[j];
            isConstant[j] = widths[j] == 0;
            widths[j] = isConstant[j] ? 1 : widths[j];
        }

        var (lower, upper) = (graph.AddScalar(normalization.Lower), graph.AddScalar(normalization.Upper));
        var moved = graph.Add("Sub", graph.ToDouble(input), graph.AddTensor("minima", normalization.Minima, count));
        var share = graph.Add("Div", moved, graph.AddTensor("widths", widths, count));
        // Weighted so that both ends come out exactly.
        var rest = graph.Add("Sub", graph.AddScalar(1.0), share);
        var scaled = graph.Add("Add", graph.Add("Mul", lower, rest), graph.Add("Mul", upper, share));
        if (isConstant.Contains(true))
            scaled = graph.Add("Where", graph.AddTensor<bool>("constant", isConstant, count), graph.Add("Add", lower, moved), scaled);
        return graph.ToFloat(scaled);
    }

    private static string AddWhitening(OnnxGraph graph, PcaWhitening whitening, string input)
    {
        var (inputs, outputs) = (whitening.InputCount, whitening.OutputCount);
        var transposed = new double[inputs * outputs];
        for (var i = 0; i < transposed.Length; i++)
            transposed[i % inputs * outputs + i / inputs] = whitening.Components[i];
        double[] deviations = [.. whitening.Variances.ToArray().Select(variance => Math.Sqrt(variance + whitening.Epsilon))];
        var centered = graph.Add("Sub", graph.ToDouble(input), graph.AddTensor("means", whitening.Means, inputs));
        var projected = graph.Add("MatMul", centered, graph.AddTensor("components", transposed, inputs, outputs));
        return graph.ToFloat(graph.Add("Div", projected, graph.AddTensor("deviations", deviations, outputs)));
    }
}
