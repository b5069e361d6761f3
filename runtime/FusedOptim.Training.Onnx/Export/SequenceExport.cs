using FusedOptim.Training.Graph;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>Adds layers of sequences to a graph.</summary>
internal static class SequenceExport
{
    /// <summary>Adds a gated recurrent unit, whose reset gate comes after the recurrent product (linear_before_reset).</summary>
    public static GraphValue AddGru(
        OnnxGraph graph, GraphValue value, Gru gru, ReadOnlySpan<float> inputWeight, ReadOnlySpan<float> recurrentWeight,
        ReadOnlySpan<float> inputBias, ReadOnlySpan<float> recurrentBias)
    {
        var hasPositions = value.Shape.Positions > 1;
        var rows = 3 * gru.Units;
        // The operator has the positions outermost.
        var sequence = hasPositions ? SwapPositions(value.Name) : graph.Add("Unsqueeze", value.Name, Axes(0));
        float[] biases = [.. InOrderOfOnnx(inputBias), .. InOrderOfOnnx(recurrentBias)];
        var result = graph.Add(
            "GRU",
            [
                sequence, graph.AddTensor<float>("weight_ih", InOrderOfOnnx(inputWeight), 1, rows, gru.Inputs),
                graph.AddTensor<float>("weight_hh", InOrderOfOnnx(recurrentWeight), 1, rows, gru.Units),
                graph.AddTensor<float>("bias", biases, 1, biases.Length),
            ],
            OnnxGraph.Attribute("hidden_size", gru.Units), OnnxGraph.Attribute("linear_before_reset", 1));
        // Positions × directions × batch × units, of one direction.
        var name = hasPositions
            ? SwapPositions(graph.Add("Squeeze", result, Axes(1)))
            : graph.Add("Squeeze", result, Axes(0, 1));
        return new(name, gru.GetOutputShape(value.Shape));

        string SwapPositions(string of) => graph.Add("Transpose", [of], OnnxGraph.Attribute("perm", [1, 0, 2]));

        string Axes(params ReadOnlySpan<long> axes) => graph.AddTensor("axes", axes, axes.Length);
    }

    /// <summary>Adds the features of the last position.</summary>
    public static GraphValue AddLastPosition(OnnxGraph graph, GraphValue value)
    {
        var last = value.Shape.Positions - 1;
        return last == 0
            ? value
            : new(
                graph.Add("Gather", [value.Name, graph.AddScalar<long>(last)], OnnxGraph.Attribute("axis", 1)),
                new ExampleShape(value.Shape.Features));
    }

    /// <summary>Adds the rows of a table that indices name.</summary>
    public static GraphValue AddEmbedding(OnnxGraph graph, GraphValue value, Embedding embedding, ReadOnlySpan<float> weight)
    {
        // One list of all indices, so that the rank of the result does not depend on theirs.
        var indices = graph.Add("Reshape", graph.ToIndices(value.Name), graph.AddTensor<long>("shape", [-1], 1));
        var rows = graph.Add("Gather", graph.AddTensor("weight", weight, embedding.Count, embedding.Features), indices);
        return graph.Reshape(new(rows, new ExampleShape(embedding.Features)), embedding.GetOutputShape(value.Shape));
    }

    // The rows of r and z change places: z, r, n.
    private static float[] InOrderOfOnnx(ReadOnlySpan<float> gates)
    {
        var length = gates.Length / 3;
        return [.. gates.Slice(length, length), .. gates[..length], .. gates[(2 * length)..]];
    }
}
