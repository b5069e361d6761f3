using FusedOptim.Training.Graph;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>Adds layers of images to a graph. Operators of ONNX take channels before rows: each layer is between two
/// transpositions, which runtimes take out where they follow each other.</summary>
internal static class ImageExport
{
    /// <summary>Adds a convolution.</summary>
    public static GraphValue AddConvolution(
        OnnxGraph graph, GraphValue value, Convolution2D layer, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        var (height, width, inputs) = (layer.Kernel.Height, layer.Kernel.Width, layer.Inputs);
        var area = height * width;
        var channelsFirst = new float[weight.Length];
        for (var i = 0; i < weight.Length; i++)
        {
            var (output, place, input) = (i / (area * inputs), i / inputs % area, i % inputs);
            channelsFirst[(output * inputs + input) * area + place] = weight[i];
        }

        var result = graph.Add(
            "Conv",
            [
                ChannelsFirst(graph, value), graph.AddTensor("weight", channelsFirst, layer.Outputs, inputs, height, width),
                graph.AddTensor("bias", bias, layer.Outputs),
            ],
            OnnxGraph.Attribute("kernel_shape", [height, width]),
            OnnxGraph.Attribute("strides", [layer.Stride, layer.Stride]),
            OnnxGraph.Attribute("pads", [layer.Padding, layer.Padding, layer.Padding, layer.Padding]));
        return ChannelsLast(graph, result, layer.GetOutputShape(value.Shape));
    }

    /// <summary>Adds the largest values of windows.</summary>
    public static GraphValue AddMaxPool(OnnxGraph graph, GraphValue value, MaxPool2D layer)
    {
        var result = graph.Add(
            "MaxPool", [ChannelsFirst(graph, value)],
            OnnxGraph.Attribute("kernel_shape", [layer.Size, layer.Size]),
            OnnxGraph.Attribute("strides", [layer.Stride, layer.Stride]));
        return ChannelsLast(graph, result, layer.GetOutputShape(value.Shape));
    }

    private static string ChannelsFirst(OnnxGraph graph, GraphValue value)
    {
        var image = graph.Reshape(value.Name, [-1, value.Shape.Height, value.Shape.Width, value.Shape.Features]);
        return graph.Add("Transpose", [image], OnnxGraph.Attribute("perm", [0, 3, 1, 2]));
    }

    private static GraphValue ChannelsLast(OnnxGraph graph, string value, ExampleShape shape)
    {
        var image = graph.Add("Transpose", [value], OnnxGraph.Attribute("perm", [0, 2, 3, 1]));
        return graph.Shape(image, shape);
    }
}
