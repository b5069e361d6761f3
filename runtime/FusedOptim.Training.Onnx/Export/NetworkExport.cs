using System.Reflection;
using System.Text;
using System.Text.Json;
using FusedOptim.Training.Graph;
using FusedOptim.Training.Layers;
using Onnx;

namespace FusedOptim.Training;

/// <summary>Makes a model of a network: preprocessing, layers, what is made of the outputs, metadata.</summary>
internal static class NetworkExport
{
    // ReduceMean takes its axes as an attribute up to 17.
    private const int OperatorVersion = 17;
    private const int FormatVersion = 8;
    // Names, shapes and metadata beside the numbers.
    private const long LargestNumbers = int.MaxValue - 16_000_000L;

    /// <summary>Throws unless options fit a network.</summary>
    public static void Check(Network<float> network, OnnxOptions options, string argument)
    {
        if (options.Preprocessing is { } preprocessing && preprocessing.OutputCount != network.InputSize)
        {
            throw new ArgumentException(
                Invariant($"The preprocessing gives {preprocessing.OutputCount} features; the network takes {network.InputSize}."),
                argument);
        }

        if (options.TargetScaling is { } scaling && scaling.TargetCount != network.OutputSize)
        {
            throw new ArgumentException(
                Invariant($"The scaling is of {scaling.TargetCount} target values; the network has {network.OutputSize} outputs."),
                argument);
        }

        if (!Enum.IsDefined(options.Probabilities))
        {
            throw new ArgumentException(
                Invariant($"Probabilities is {(int)options.Probabilities}, which is not a value of {nameof(OnnxProbabilities)}."), argument);
        }

        if (options.TargetScaling is not null && options.Probabilities != OnnxProbabilities.None)
        {
            throw new ArgumentException(
                $"Probabilities is {options.Probabilities}, and there is a TargetScaling: outputs are one or the other.", argument);
        }

        var numbers = network.Parameters.Sum(static parameter => parameter.Count) * (long)sizeof(float);
        if (numbers > LargestNumbers)
        {
            throw new NotSupportedException(Invariant(
                $"The weights have {numbers} bytes; a file of ONNX holds at most {int.MaxValue}, with everything in it."));
        }
    }

    /// <summary>Makes the model.</summary>
    public static ModelProto ToModel(Network<float> network, OnnxOptions options)
    {
        var graph = new OnnxGraph();
        var shape = network.Model.InputShape;
        GraphValue value;
        if (options.Preprocessing is { } preprocessing)
        {
            value = PreprocessingExport.Add(graph, preprocessing, graph.AddInput(new ExampleShape(preprocessing.InputCount)));
            value = graph.Reshape(value, shape);
        }
        else
        {
            value = graph.AddInput(shape);
        }

        value = new LayerExport(graph, network).AddSequence(network.Model.Layers, network.Model.LayerNames, value, "");
        graph.Scope = "outputs";
        graph.AddOutput(AddLast(graph, value, options));
        return WithMetadata(new ModelProto { Graph = graph.Proto }, network, options);
    }

    private static GraphValue AddLast(OnnxGraph graph, GraphValue value, OnnxOptions options)
    {
        if (options.Probabilities == OnnxProbabilities.Logistic)
            return value with { Name = graph.Add("Sigmoid", value.Name) };
        if (options.Probabilities == OnnxProbabilities.Softmax)
        {
            // Over all outputs of an example.
            value = graph.Reshape(value, new ExampleShape(value.Shape.Size));
            return value with { Name = graph.Add("Softmax", [value.Name], OnnxGraph.Attribute("axis", 1)) };
        }

        if (options.TargetScaling is not { } scaling)
            return value;
        value = graph.Reshape(value, new ExampleShape(value.Shape.Size));
        var divisors = scaling.Deviations.ToArray().Select(static deviation => deviation == 0 ? 1 : deviation).ToArray();
        var scaled = graph.Add("Mul", graph.ToDouble(value.Name), graph.AddTensor("deviations", divisors, divisors.Length));
        return value with
        {
            Name = graph.ToFloat(graph.Add("Add", scaled, graph.AddTensor("means", scaling.Means, scaling.TargetCount))),
        };
    }

    private static ModelProto WithMetadata(ModelProto model, Network<float> network, OnnxOptions options)
    {
        var assembly = typeof(NetworkExport).Assembly;
        model.IrVersion = FormatVersion;
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorVersion });
        model.ProducerName = assembly.GetName().Name;
        model.ProducerVersion = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var inputs = options.Preprocessing is null ? network.InputNames : options.Preprocessing.InputNames;
        Add("output_names", Json(network.OutputNames));
        if (inputs.Count > 0)
            Add("input_names", Json(inputs));
        Add("digest", network.ComputeDigest());
        return model;

        void Add(string key, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    private static string Json(IReadOnlyList<string> names)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var name in names)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
