using System.Runtime.InteropServices;
using FusedOptim.Training.Layers;
using Google.Protobuf;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;
using Dimension = Onnx.TensorShapeProto.Types.Dimension;

namespace FusedOptim.Training.Graph;

/// <summary>A graph while it is made: nodes, their names, and constant tensors.</summary>
internal sealed class OnnxGraph
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The message.</summary>
    public GraphProto Proto { get; } = new() { Name = "network" };

    /// <summary>The name of the layer that nodes and tensors are added for.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Makes an attribute of an integer.</summary>
    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>Makes an attribute of a float.</summary>
    public static AttributeProto Attribute(string name, float value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    /// <summary>Makes an attribute of integers.</summary>
    public static AttributeProto Attribute(string name, long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }

    /// <summary>Adds the input of the model.</summary>
    public GraphValue AddInput(ExampleShape shape)
    {
        Proto.Input.Add(Describe("input", shape));
        _names.Add("input");
        return new("input", shape);
    }

    /// <summary>Adds the output of the model.</summary>
    public void AddOutput(GraphValue value)
    {
        Proto.Node.Add(new NodeProto { OpType = "Identity", Name = "output", Input = { value.Name }, Output = { "output" } });
        Proto.Output.Add(Describe("output", value.Shape));
    }

    /// <summary>Adds a node.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="inputs">The names of what it takes.</param>
    /// <returns>The name of what it gives.</returns>
    public string Add(string type, params ReadOnlySpan<string> inputs) => Add(type, inputs, attributes: []);

    /// <summary>Adds a node with attributes.</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{string})"/>
    public string Add(string type, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var name = Take(type);
        var node = new NodeProto { OpType = type, Name = name, Output = { name } };
        foreach (var input in inputs)
            node.Input.Add(input);
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        Proto.Node.Add(node);
        return name;
    }

    /// <summary>Adds a conversion of floats to double.</summary>
    public string ToDouble(string value) => Add("Cast", [value], Attribute("to", (long)DataType.Double));

    /// <summary>Adds a conversion of doubles to float.</summary>
    public string ToFloat(string value) => Add("Cast", [value], Attribute("to", (long)DataType.Float));

    /// <summary>Adds a conversion of floats to integers.</summary>
    public string ToIndices(string value) => Add("Cast", [value], Attribute("to", (long)DataType.Int64));

    /// <summary>Gives the values of each example another shape.</summary>
    public GraphValue Reshape(GraphValue value, ExampleShape shape)
    {
        if (value.Shape == shape)
            return value;
        return Shape(value.Name, shape);
    }

    /// <summary>Gives the values of each example a shape.</summary>
    public GraphValue Shape(string value, ExampleShape shape) =>
        new(Reshape(value, shape.Positions == 1 ? [-1, shape.Features] : [-1, shape.Positions, shape.Features]), shape);

    /// <summary>Gives the values of a batch other dimensions.</summary>
    /// <param name="value">The name of the values.</param>
    /// <param name="dimensions">The dimensions; −1 for the batch.</param>
    /// <returns>The name of the result.</returns>
    public string Reshape(string value, long[] dimensions) =>
        Add("Reshape", value, AddTensor<long>("shape", dimensions, dimensions.Length));

    /// <summary>Adds a number or a truth value.</summary>
    public string AddScalar<T>(T value)
        where T : unmanaged => AddTensor("constant", [value]);

    /// <summary>Adds a constant tensor.</summary>
    /// <param name="name">Its name within the layer.</param>
    /// <param name="values">Its values, row by row.</param>
    /// <param name="dimensions">Its dimensions, outermost first; none for a single number.</param>
    /// <returns>Its name.</returns>
    public string AddTensor<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<int> dimensions)
        where T : unmanaged
    {
        var tensor = new TensorProto
        {
            Name = Take(name),
            DataType = (int)TypeOf<T>(),
            // Little-endian, as all processors are that .NET runs on but one.
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
        };
        foreach (var dimension in dimensions)
            tensor.Dims.Add(dimension);
        Proto.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static DataType TypeOf<T>() =>
        typeof(T) == typeof(float) ? DataType.Float
        : typeof(T) == typeof(double) ? DataType.Double
        : typeof(T) == typeof(long) ? DataType.Int64
        : DataType.Bool;

    private static ValueInfoProto Describe(string name, ExampleShape shape)
    {
        var dimensions = new TensorShapeProto { Dim = { new Dimension { DimParam = "batch" } } };
        if (shape.Positions > 1)
            dimensions.Dim.Add(new Dimension { DimValue = shape.Positions });
        dimensions.Dim.Add(new Dimension { DimValue = shape.Features });
        return new()
        {
            Name = name,
            Type = new TypeProto { TensorType = new() { ElemType = (int)DataType.Float, Shape = dimensions } },
        };
    }

    // "dense1.Gemm", and with a number where the layer has several.
    private string Take(string name)
    {
        var full = $"{Scope}.{name}";
        for (var number = 2; !_names.Add(full); number++)
            full = Invariant($"{Scope}.{name}{number}");
        return full;
    }
}
