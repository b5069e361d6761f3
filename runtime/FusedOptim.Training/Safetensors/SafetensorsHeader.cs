using System.Text.Json;
using System.Text.Unicode;

namespace FusedOptim.Training.Safetensors;

/// <summary>
/// Reads and checks the header of a safetensors file. Nothing in it decides how much memory is asked for: what is kept is
/// what stands in the header's own bytes.
/// </summary>
internal ref struct SafetensorsHeader
{
    /// <summary>The most bytes of a header: the limit of the format's authors.</summary>
    public const int MaximumLength = 100_000_000;

    /// <summary>The key of what is no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    // The header, a tensor, its shape.
    private const int MaximumDepth = 3;

    private readonly string _path;
    private readonly long? _dataLength;
    private readonly Dictionary<string, SafetensorsTensor> _tensors = [];
    private Dictionary<string, string>? _metadata;
    private Utf8JsonReader _json;

    private SafetensorsHeader(ReadOnlySpan<byte> header, string path, long? dataLength)
    {
        _path = path;
        _dataLength = dataLength;
        _json = new(header, new JsonReaderOptions { MaxDepth = MaximumDepth });
    }

    /// <summary>Reads the tensors, in the order of their data, and the metadata.</summary>
    /// <param name="header">The header's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="dataLength">The bytes of the file after the header; <see langword="null"/> where they are not known.</param>
    /// <exception cref="InvalidDataException">The header breaks a rule of the format.</exception>
    public static (SafetensorsTensor[] Tensors, Dictionary<string, string> Metadata) Read(
        ReadOnlySpan<byte> header, string path, long? dataLength)
    {
        var reader = new SafetensorsHeader(header, path, dataLength);
        if (!Utf8.IsValid(header))
            throw reader.Refusal("its header is not valid UTF-8");
        try
        {
            return reader.Read();
        }
        catch (JsonException exception)
        {
            throw reader.Refusal($"its header is not JSON of at most {MaximumDepth} levels: {exception.Message}");
        }
    }

    private readonly long MaximumDataLength => _dataLength ?? long.MaxValue - MaximumLength - SafetensorsFile.PrefixLength;

    private (SafetensorsTensor[] Tensors, Dictionary<string, string> Metadata) Read()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
            throw Refusal($"its header is a JSON {_json.TokenType}; it must be an object");
        while (ReadKey() is { } key)
        {
            _json.Read();
            if (_json.TokenType != JsonTokenType.StartObject)
                throw Refusal($"its key {Quote(key)} has a JSON {_json.TokenType}; it must have an object");
            if (key == MetadataKey)
                ReadMetadata();
            else if (!_tensors.TryAdd(key, ReadTensor(key)))
                throw Refusal($"it has two tensors of the name {Quote(key)}; names must differ");
        }

        // Anything but white space behind the object is a JsonException.
        _json.Read();
        return (OrderByData(), _metadata ?? []);
    }

    private void ReadMetadata()
    {
        if (_metadata is not null)
            throw Refusal($"it has the key {MetadataKey} twice; keys must differ");
        _metadata = [];
        while (ReadKey() is { } key)
        {
            _json.Read();
            if (_json.TokenType != JsonTokenType.String)
                throw Refusal($"the metadata {Quote(key)} is a JSON {_json.TokenType}; it must be a string");
            if (!_metadata.TryAdd(key, ReadText()))
                throw Refusal($"it has the metadata {Quote(key)} twice; keys must differ");
        }
    }

    private SafetensorsTensor ReadTensor(string name)
    {
        string? dtype = null;
        long[]? shape = null, offsets = null;
        while (ReadKey() is { } key)
        {
            var isRepeated = key switch
            {
                "dtype" => dtype is not null,
                "shape" => shape is not null,
                "data_offsets" => offsets is not null,
                _ => throw Refusal(
                    name, $"has the key {Quote(key)}; a tensor has 'dtype', 'shape' and 'data_offsets' alone"),
            };
            if (isRepeated)
                throw Refusal(name, $"has the key {Quote(key)} twice; keys must differ");
            if (key == "dtype")
                dtype = ReadDtype(name);
            else if (key == "shape")
                shape = ReadNumbers(name, key, SafetensorsTensor.MaximumRank);
            else
                offsets = ReadNumbers(name, key, 2);
        }

        if (dtype is not { } type || shape is null || offsets is null)
            throw Refusal(name, "lacks a key; a tensor has 'dtype', 'shape' and 'data_offsets'");
        if (offsets.Length != 2 || offsets[0] > offsets[1] || offsets[1] > MaximumDataLength)
        {
            throw Refusal(name, $"has the data_offsets [{string.Join(", ", offsets)}]; they must be two, in order, and " +
                Invariant($"at most {MaximumDataLength}, the bytes behind the header"));
        }

        var bits = 8 * SafetensorsDtypes.Find(type)?.Size() ?? SafetensorsDtypes.BitsOfOther(type)!.Value;
        if (SafetensorsTensor.CountBytes(bits, shape) is not { } byteCount)
        {
            throw Refusal(name, Invariant(
                $"{Describe(type, shape)}; its bytes must be at most {MaximumDataLength}, those behind the header, and whole"));
        }

        if (byteCount != offsets[1] - offsets[0])
        {
            throw Refusal(name, Invariant(
                $"{Describe(type, shape)}, {byteCount} bytes; its data_offsets must span as many, not {offsets[1] - offsets[0]}"));
        }

        return new(name, type, shape, byteCount, offsets[0]);
    }

    private static string Describe(string type, long[] shape) =>
        $"has the dtype {type} and the shape [{string.Join(", ", shape)}]";

    private string ReadDtype(string name)
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.String)
            throw Refusal(name, $"has a JSON {_json.TokenType} as dtype; it must be a string");
        var dtype = ReadText();
        if (SafetensorsDtypes.Find(dtype) is { } known)
            return known.ToString();
        return SafetensorsDtypes.BitsOfOther(dtype) is not null
            ? dtype
            : throw Refusal(name, $"has the dtype {Quote(dtype)}; the known ones are {SafetensorsDtypes.Known}, " +
                "and F4, F6_E2M3 and F6_E3M2");
    }

    private long[] ReadNumbers(string name, string key, int maximumCount)
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartArray)
            throw Refusal(name, $"has a JSON {_json.TokenType} as {key}; it must be an array");
        Span<long> numbers = stackalloc long[SafetensorsTensor.MaximumRank];
        var count = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var number) || number < 0)
            {
                throw Refusal(name, Invariant(
                    $"has as number {count + 1} of its {key} what is not a whole number from 0 to {long.MaxValue}"));
            }

            if (count == maximumCount)
                throw Refusal(name, Invariant($"has more than {maximumCount} numbers in its {key}; {maximumCount} are allowed"));
            numbers[count++] = number;
        }

        return numbers[..count].ToArray();
    }

    /// <summary>The next key of an object; <see langword="null"/> at its end.</summary>
    private string? ReadKey()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.EndObject ? null : ReadText();
    }

    private string ReadText()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: valid JSON, no text.
            throw Refusal(Invariant($"the string at byte {_json.TokenStartIndex} of its header is not valid Unicode"));
        }
    }

    private SafetensorsTensor[] OrderByData()
    {
        SafetensorsTensor[] tensors = [.. _tensors.Values];
        Array.Sort(tensors, (left, right) => (left.Start, left.ByteCount).CompareTo((right.Start, right.ByteCount)));
        long end = 0;
        foreach (var tensor in tensors)
        {
            if (tensor.Start != end)
            {
                throw Refusal(tensor.Name, Invariant($"starts at byte {tensor.Start} of the data; it must start at {end}, where ") +
                    "the one before ends, without gap or overlap");
            }

            end += tensor.ByteCount;
        }

        if (_dataLength is { } stated && stated != end)
            throw Refusal(Invariant($"{stated} bytes are behind its header; there must be {end}, those of its tensors"));
        return tensors;
    }

    // A hostile name may be as long as the header.
    private static string Quote(string text) => text.Length <= 100 ? $"'{text}'" : $"'{text.AsSpan(0, 100)}...'";

    private readonly InvalidDataException Refusal(string name, string fault) =>
        Refusal($"its tensor {Quote(name)} {fault}");

    private readonly InvalidDataException Refusal(string fault) => SafetensorsFile.Refusal(_path, fault);
}
