using System.Collections.ObjectModel;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>The metadata of an optimizer in a checkpoint.</summary>
/// <param name="Groups">Its groups.</param>
internal sealed record SavedOptimizer(IReadOnlyList<SavedGroup> Groups)
{
    /// <summary>The key of all optimizers in the metadata.</summary>
    public const string Key = "optimizers";

    /// <summary>The metadata to save of an optimizer.</summary>
    public static SavedOptimizer Of(Optimizer optimizer) => new(
        [
            .. optimizer.Groups.Select(group => new SavedGroup(
                group.Rule.Schema.FullName, group.RuleFingerprint, [.. group.Parameters.Select(parameter => parameter.Name)],
                FormatsOf(optimizer, group))
            {
                Frozen =
                [
                    .. group.Parameters.Where(parameter => !optimizer.IsStepped(parameter) && optimizer.HasStates(parameter))
                        .Select(parameter => parameter.Name),
                ],
                Dropped = [.. group.Parameters.Where(parameter => !optimizer.HasStates(parameter)).Select(parameter => parameter.Name)],
                Views = ViewsOf(optimizer, group),
            }),
        ]);

    /// <summary>The view that the states of a parameter depend on; <see langword="null"/> where they depend on none.</summary>
    public static string? ViewOf(ParameterGroup group, Parameter parameter) =>
        group.Rule.Schema.UsesView ? parameter.View.ToString() : null;

    private static Dictionary<string, string> ViewsOf(Optimizer optimizer, ParameterGroup group)
    {
        var views = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in group.Parameters.Where(optimizer.HasStates))
        {
            if (ViewOf(group, parameter) is { } view)
                views[parameter.Name] = view;
        }

        return views;
    }

    /// <summary>The formats that the states of a group are stored in, but those that are stored as kernels take them.</summary>
    private static Dictionary<string, string> FormatsOf(Optimizer optimizer, ParameterGroup group)
    {
        var formats = new Dictionary<string, string>(StringComparer.Ordinal);
        if (group.Parameters.FirstOrDefault(optimizer.HasStates) is not { } parameter)
            return formats;
        foreach (var key in optimizer.GetStateKeys(parameter))
        {
            if (optimizer.GetStoredState(parameter, key).Format is { } format)
                formats[key] = format.Name;
        }

        return formats;
    }

    /// <summary>Writes optimizers by their names:
    /// <c>{"optimizer":{"groups":[{"rule":"…","fingerprint":"…","parameters":["…"],"frozen":["…"],"dropped":["…"],"formats":{"exp_avg":"…"}}]}}</c>.
    /// A group whose rule sees rows or columns also has <c>"views":{"name":"1 × 64 × 128"}</c>.</summary>
    public static string Format(IEnumerable<KeyValuePair<string, Optimizer>> optimizers)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var (name, optimizer) in optimizers)
            {
                json.WritePropertyName(name);
                Of(optimizer).Write(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Throws unless a file has optimizers.</summary>
    /// <exception cref="InvalidDataException">It has none.</exception>
    public static void CheckAny(SafetensorsFile file)
    {
        if (!file.Metadata.ContainsKey(Key))
        {
            throw new InvalidDataException(
                $"{file.Path} has no optimizer: it is the file of a network, not of its training. Network.Load reads the weights.");
        }
    }

    /// <summary>Reads the optimizers of a file, by their names.</summary>
    /// <exception cref="InvalidDataException">The metadata say something else.</exception>
    public static Dictionary<string, SavedOptimizer> ReadAll(SafetensorsFile file)
    {
        var text = file.Metadata[Key];
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.EnumerateObject().ToDictionary(
                optimizer => optimizer.Name, optimizer => Read(optimizer.Value), StringComparer.Ordinal);
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException(
                $"{file.Path} was altered: the metadata '{Key}' must list optimizers with their rules and groups. {exception.Message}",
                exception);
        }
    }

    /// <summary>Reads the groups of all optimizers of a file, by the names of their parameters; none where it has no
    /// optimizer.</summary>
    /// <exception cref="InvalidDataException">The metadata say something else.</exception>
    public static Dictionary<string, SavedGroup> ReadGroups(SafetensorsFile file) =>
        ByParameter(file, file.Metadata.ContainsKey(Key) ? ReadAll(file).Values.SelectMany(optimizer => optimizer.Groups) : []);

    /// <summary>Finds the group of each parameter.</summary>
    /// <exception cref="InvalidDataException">A parameter is in two groups.</exception>
    public static Dictionary<string, SavedGroup> ByParameter(SafetensorsFile file, IEnumerable<SavedGroup> groups)
    {
        var found = new Dictionary<string, SavedGroup>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var parameter in group.Parameters)
            {
                if (!found.TryAdd(parameter, group))
                    throw new InvalidDataException($"{file.Path} was altered: '{parameter}' is in two groups.");
            }
        }

        return found;
    }

    private static SavedOptimizer Read(JsonElement optimizer) =>
        new([.. optimizer.GetProperty("groups").EnumerateArray().Select(ReadGroup)]);

    private static SavedGroup ReadGroup(JsonElement group) => new(
        Text(group.GetProperty("rule")),
        Text(group.GetProperty("fingerprint")),
        [.. group.GetProperty("parameters").EnumerateArray().Select(Text)],
        group.GetProperty("formats").EnumerateObject().ToDictionary(
            format => format.Name, format => Text(format.Value), StringComparer.Ordinal))
    {
        Frozen = [.. group.GetProperty("frozen").EnumerateArray().Select(Text)],
        Dropped = [.. group.GetProperty("dropped").EnumerateArray().Select(Text)],
        Views = group.TryGetProperty("views", out var views)
            ? views.EnumerateObject().ToDictionary(view => view.Name, view => Text(view.Value), StringComparer.Ordinal)
            : ReadOnlyDictionary<string, string>.Empty,
    };

    private static string Text(JsonElement element) =>
        element.GetString() ?? throw new JsonException("A text is null.");

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("groups");
        foreach (var group in Groups)
        {
            json.WriteStartObject();
            json.WriteString("rule", group.Rule);
            json.WriteString("fingerprint", group.Fingerprint);
            Write(json, "parameters", group.Parameters);
            Write(json, "frozen", group.Frozen);
            Write(json, "dropped", group.Dropped);
            json.WriteStartObject("formats");
            foreach (var (key, format) in group.Formats)
                json.WriteString(key, format);
            json.WriteEndObject();
            if (group.Views.Count > 0)
            {
                json.WriteStartObject("views");
                foreach (var (parameter, view) in group.Views)
                    json.WriteString(parameter, view);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

/// <summary>The metadata of a group in a checkpoint.</summary>
/// <param name="Rule">The full name of its rule.</param>
/// <param name="Fingerprint">The digest of what its rule computes.</param>
/// <param name="Parameters">The names of its parameters.</param>
/// <param name="Formats">The names of the formats that states are stored in, by the keys of the states.</param>
internal sealed record SavedGroup(
    string Rule, string Fingerprint, IReadOnlyList<string> Parameters, IReadOnlyDictionary<string, string> Formats)
{
    /// <summary>The names of the parameters that are frozen with their states.</summary>
    public IReadOnlyList<string> Frozen { get; init; } = [];

    /// <summary>The names of the parameters that are frozen without states.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>The views of the parameters that have states, by their names, where the rule sees rows or columns.</summary>
    public IReadOnlyDictionary<string, string> Views { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
