using FusedOptim.Training.Graph;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>Adds normalizations to a graph, in double, as the network computes them.</summary>
internal static class NormalizationExport
{
    /// <summary>Adds (x − μ)·(γ/√(σ² + ε)) + β with the running statistics.</summary>
    public static string AddBatchNorm(
        OnnxGraph graph, GraphValue value, double epsilon, ReadOnlySpan<float> means, ReadOnlySpan<float> variances,
        ReadOnlySpan<float> scales, ReadOnlySpan<float> biases)
    {
        var factors = new double[scales.Length];
        for (var j = 0; j < factors.Length; j++)
            factors[j] = scales[j] * (1 / Math.Sqrt(variances[j] + epsilon));
        var centered = graph.Add("Sub", graph.ToDouble(value.Name), AddDoubles(graph, "mean", means));
        var scaled = graph.Add("Mul", centered, graph.AddTensor("factor", factors, factors.Length));
        return graph.ToFloat(graph.Add("Add", scaled, AddDoubles(graph, "bias", biases)));
    }

    /// <summary>Adds γ·(x − μ)/√(σ² + ε) + β over the features of each position.</summary>
    public static string AddLayerNorm(
        OnnxGraph graph, GraphValue value, double epsilon, ReadOnlySpan<float> scales, ReadOnlySpan<float> biases)
    {
        var input = graph.ToDouble(value.Name);
        var centered = graph.Add("Sub", input, Mean(input));
        var variance = graph.Add("Add", Mean(graph.Add("Mul", centered, centered)), graph.AddScalar(epsilon));
        var normalized = graph.Add("Div", centered, graph.Add("Sqrt", variance));
        var scaled = graph.Add("Mul", normalized, AddDoubles(graph, "weight", scales));
        return graph.ToFloat(graph.Add("Add", scaled, AddDoubles(graph, "bias", biases)));

        string Mean(string of) => graph.Add("ReduceMean", [of], OnnxGraph.Attribute("axes", [-1]));
    }

    /// <summary>Adds x·(k + α/n·Σ x²)^(−β), the sum of the features around as one slice per feature.</summary>
    public static string AddLocalResponseNorm(OnnxGraph graph, GraphValue value, LocalResponseNorm layer)
    {
        var input = graph.ToDouble(value.Name);
        var (before, after) = (layer.Size / 2, (layer.Size - 1) / 2);
        // Zeros before the first feature and after the last, in the last dimension alone.
        long[] pads = value.Shape.Positions == 1 ? [0, before, 0, after] : [0, 0, before, 0, 0, after];
        var padded = graph.Add("Pad", graph.Add("Mul", input, input), graph.AddTensor<long>("pads", pads, pads.Length));
        string? sum = null;
        for (var j = 0; j < layer.Size; j++)
        {
            var slice = graph.Add("Slice", padded, Index(j), Index(j + value.Shape.Features), Index(-1));
            sum = sum is null ? slice : graph.Add("Add", sum, slice);
        }

        var scaled = graph.Add("Mul", sum!, graph.AddScalar(layer.Alpha / layer.Size));
        var power = graph.Add("Pow", graph.Add("Add", scaled, graph.AddScalar(layer.K)), graph.AddScalar(-layer.Beta));
        return graph.ToFloat(graph.Add("Mul", input, power));

        string Index(long number) => graph.AddTensor<long>("index", [number], 1);
    }

    private static string AddDoubles(OnnxGraph graph, string name, ReadOnlySpan<float> values)
    {
        var widened = new double[values.Length];
        for (var j = 0; j < widened.Length; j++)
            widened[j] = values[j];
        return graph.AddTensor(name, widened, widened.Length);
    }
}
