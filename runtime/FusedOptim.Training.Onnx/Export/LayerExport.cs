using FusedOptim.Training.Graph;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>Adds layers to a graph, as they predict.</summary>
internal sealed class LayerExport(OnnxGraph graph, Network<float> network)
{
    private readonly Dictionary<string, Parameter<float>> _parameters = network.Parameters.Concat(network.Parameters.Buffers)
        .ToDictionary(static parameter => parameter.Name, StringComparer.Ordinal);

    /// <summary>Adds layers that follow each other.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="names">Their names.</param>
    /// <param name="value">What the first one takes.</param>
    /// <param name="prefix">The name of the layer that they are in, with a point after it.</param>
    /// <returns>What the last one gives.</returns>
    public GraphValue AddSequence(IReadOnlyList<Layer> layers, IReadOnlyList<string> names, GraphValue value, string prefix)
    {
        for (var i = 0; i < layers.Count; i++)
            value = Add(layers[i], value, prefix + names[i]);
        return value;
    }

    private GraphValue Add(Layer layer, GraphValue value, string name)
    {
        graph.Scope = name;
        switch (layer)
        {
            case Dropout { ScaleAtPrediction: true } dropout:
                var factor = graph.AddScalar((float)(1 - dropout.Probability));
                return value with { Name = graph.Add("Mul", value.Name, factor) };
            case Input or Dropout:
                return value;
            case Flatten:
                return graph.Reshape(value, layer.GetOutputShape(value.Shape));
            case Dense dense:
                return AddDense(value, Values(name, "weight"), Values(name, "bias"), dense.Inputs, dense.Outputs);
            case TiedDense tied:
                var shared = Values(tied.Layer, "weight");
                return AddDense(
                    value, tied.IsTransposed ? Transposed(shared, tied.Inputs, tied.Outputs) : shared, Values(name, "bias"), tied.Inputs,
                    tied.Outputs);
            case WeightNorm weightNorm:
                var weights = NormalizedWeights(Values(name, "weight_v"), Values(name, "weight_g"));
                return AddDense(value, weights, Values(name, "bias"), weightNorm.Layer.Inputs, weightNorm.Layer.Outputs);
            case BatchNorm batchNorm:
                return value with
                {
                    Name = NormalizationExport.AddBatchNorm(
                        graph, value, batchNorm.Epsilon, Values(name, "running_mean"), Values(name, "running_var"),
                        Values(name, "weight"), Values(name, "bias")),
                };
            case LayerNorm layerNorm:
                return value with
                {
                    Name = NormalizationExport.AddLayerNorm(graph, value, layerNorm.Epsilon, Values(name, "weight"), Values(name, "bias")),
                };
            case LocalResponseNorm responseNorm:
                return value with { Name = NormalizationExport.AddLocalResponseNorm(graph, value, responseNorm) };
            case Gru gru:
                return SequenceExport.AddGru(
                    graph, value, gru, Values(name, "weight_ih"), Values(name, "weight_hh"), Values(name, "bias_ih"), Values(name, "bias_hh"));
            case LastPosition:
                return SequenceExport.AddLastPosition(graph, value);
            case Embedding embedding:
                return SequenceExport.AddEmbedding(graph, value, embedding, Values(name, "weight"));
            case Convolution2D convolution:
                return ImageExport.AddConvolution(graph, value, convolution, Values(name, "weight"), Values(name, "bias"));
            case MaxPool2D pool:
                return ImageExport.AddMaxPool(graph, value, pool);
            case Residual residual:
                var result = AddSequence(residual.Layers, residual.LayerNames, value, name + ".");
                graph.Scope = name;
                return value with { Name = graph.Add("Add", value.Name, result.Name) };
            case Sequential sequential:
                return AddSequence(sequential.Layers, sequential.LayerNames, value, name + ".");
            case IActivation:
                return value with { Name = ActivationExport.Add(graph, layer, value.Name, name) };
            default:
                throw new NotSupportedException(
                    $"'{name}' is a {layer.GetType().Name}, which has no form in ONNX: layers of FusedOptim.Training have one, and " +
                    "activations that are declared with [ElementwiseFunction].");
        }
    }

    private ReadOnlySpan<float> Values(string layer, string parameter) => _parameters[$"{layer}.{parameter}"].Values;

    private GraphValue AddDense(GraphValue value, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int inputs, int outputs)
    {
        var shape = value.Shape.WithFeatures(outputs);
        var biasName = graph.AddTensor("bias", bias, outputs);
        if (value.Shape.Positions == 1)
        {
            var weightName = graph.AddTensor("weight", weight, outputs, inputs);
            return new(graph.Add("Gemm", [value.Name, weightName, biasName], OnnxGraph.Attribute("transB", 1)), shape);
        }

        var product = graph.Add("MatMul", value.Name, graph.AddTensor("weight", Transposed(weight, outputs, inputs), inputs, outputs));
        return new(graph.Add("Add", product, biasName), shape);
    }

    private static float[] Transposed(ReadOnlySpan<float> matrix, int rows, int columns)
    {
        var transposed = new float[matrix.Length];
        for (var i = 0; i < matrix.Length; i++)
            transposed[i % columns * rows + i / columns] = matrix[i];
        return transposed;
    }

    // g·v/‖v‖ for each output.
    private static float[] NormalizedWeights(ReadOnlySpan<float> directions, ReadOnlySpan<float> lengths)
    {
        var weights = new float[directions.Length];
        var inputs = weights.Length / lengths.Length;
        for (var output = 0; output < lengths.Length; output++)
        {
            var direction = directions.Slice(output * inputs, inputs);
            var squares = 0.0;
            foreach (var entry in direction)
                squares += (double)entry * entry;
            var factor = squares == 0 ? 0 : lengths[output] / Math.Sqrt(squares);
            for (var j = 0; j < inputs; j++)
                weights[output * inputs + j] = (float)(direction[j] * factor);
        }

        return weights;
    }
}
