using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FusedOptim.Training.Files;

namespace FusedOptim.Training.Safetensors;

/// <summary>
/// Collects tensors and metadata and writes them as a safetensors file. Tensors are not copied: their elements are read
/// when the file is written. The same content gives the same bytes in whatever order it was added: tensors stand by the
/// size of their elements, the largest first, so that all are aligned, then by name; metadata by key.
/// </summary>
public sealed class SafetensorsWriter
{
    // The bytes of a span are counted with 32 bits, those of its elements are not.
    private const int ElementsPerWrite = 1 << 22;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _entries = [];

    private delegate void Content(Action<ReadOnlySpan<byte>> write);

    /// <summary>Adds a text to the metadata.</summary>
    /// <exception cref="ArgumentException">The key is there already, or a text has half of a surrogate pair.</exception>
    public void AddMetadata(string key, string value)
    {
        AssertText(key);
        AssertText(value);
        if (!_metadata.TryAdd(key, value))
            throw new ArgumentException($"The metadata '{key}' is there already; keys must differ.", nameof(key));
    }

    /// <summary>Adds a tensor whose elements stand in memory.</summary>
    /// <typeparam name="T">The type of the elements: one that <see cref="SafetensorsDtype"/> names.</typeparam>
    /// <param name="name">The name; anything but <c>__metadata__</c>.</param>
    /// <param name="shape">The dimensions, the slowest first; empty for a scalar; at most 64.</param>
    /// <param name="values">The elements, as many as the shape has.</param>
    /// <exception cref="ArgumentException">The name is taken, reserved or no valid Unicode, or the shape does not fit the
    /// elements.</exception>
    /// <exception cref="NotSupportedException">No dtype has such elements.</exception>
    public void Add<T>(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<T> values)
        where T : unmanaged => Add(name, shape, () => values.Span);

    /// <summary>Adds a tensor whose elements a function shows: for what is not in managed memory.</summary>
    /// <inheritdoc cref="Add{T}(string, ReadOnlySpan{long}, ReadOnlyMemory{T})"/>
    /// <param name="name">The name; anything but <c>__metadata__</c>.</param>
    /// <param name="shape">The dimensions, the slowest first; empty for a scalar; at most 64.</param>
    /// <param name="values">Gives the elements, as many as the shape has, each time it is called: once here, and once when
    /// the file is written.</param>
    public void Add<T>(string name, ReadOnlySpan<long> shape, Func<ReadOnlySpan<T>> values)
        where T : unmanaged => Add(name, SafetensorsDtypes.Of<T>(), shape, values);

    /// <summary>Adds a tensor of any dtype by its bytes, at most 2^31 - 1.</summary>
    /// <param name="name">The name; anything but <c>__metadata__</c>.</param>
    /// <param name="dtype">The type of the elements.</param>
    /// <param name="shape">The dimensions, the slowest first; empty for a scalar; at most 64.</param>
    /// <param name="bytes">Gives the bytes of the elements, little-endian, each time it is called: once here, and once
    /// when the file is written.</param>
    /// <exception cref="ArgumentException">The name is taken, reserved or no valid Unicode, or the shape does not fit the
    /// bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dtype is not known.</exception>
    public void AddBytes(
        string name, SafetensorsDtype dtype, ReadOnlySpan<long> shape, Func<ReadOnlySpan<byte>> bytes) =>
        Add(name, dtype, shape, bytes);

    /// <summary>
    /// Writes the file atomically: to a temporary file in the same folder, which is flushed to the disk and renamed over
    /// the target; then, on Linux, the folder is flushed. Whenever the process or the machine stops, the path has the
    /// whole old file or the whole new one. On failure the old file stays and the temporary file is removed.
    /// </summary>
    /// <remarks>
    /// <para>The new file has the mode of the file that it replaces (on Unix) and, where the process may set them, its owner
    /// and group (on Linux). Where <paramref name="path"/> is a link, the file that it points to is replaced.</para>
    /// <para>A process that is killed leaves a file "target.random.tmp". The next save to the same path removes all files
    /// "target.*.tmp" that no process has in use. On network shares without file locks it removes none.</para>
    /// </remarks>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="addsDigest">Whether the SHA-256 of the file is added to the metadata, as "sha256": what
    /// <see cref="SafetensorsFile.VerifyDigest"/> compares. All elements are read twice then, and must be the same.</param>
    /// <param name="cancellationToken">Ends saving, unless the file is complete.</param>
    /// <exception cref="InvalidOperationException">The header would have more than 100,000,000 bytes, or a function that
    /// shows elements gives another number of them than when it was added, or, with a digest, elements changed while they were
    /// saved. The old file stays.</exception>
    /// <exception cref="IOException">The file cannot be written, or did not reach the disk. The old file stays, unless the
    /// message says that what was made is in place.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="OperationCanceledException">Saving was cancelled. The old file stays.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public void Save(string path, bool addsDigest = false, CancellationToken cancellationToken = default) =>
        Save(path, addsDigest, FileSystem.Default, cancellationToken);

    /// <summary>
    /// Writes the file to a stream, from the stream's position, and flushes the stream. It need not be able to seek, and stays
    /// open. A stream is not replaced at once as a file is: where this method throws, a part of the file may have been written. A
    /// part is refused when it is opened or, with a digest, when it is verified.
    /// </summary>
    /// <param name="stream">A stream that can be written to.</param>
    /// <param name="addsDigest">Whether the SHA-256 of the file is added to the metadata, as "sha256": what
    /// <see cref="SafetensorsFile.VerifyDigest"/> compares. All elements are read twice then, and must be the same.</param>
    /// <param name="cancellationToken">Ends writing.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">The header would have more than 100,000,000 bytes, or a function that
    /// shows elements gives another number of them than when it was added, or, with a digest, elements changed while they were
    /// written.</exception>
    /// <exception cref="IOException">The stream throws it.</exception>
    /// <exception cref="OperationCanceledException">Writing was cancelled.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public void Save(Stream stream, bool addsDigest = false, CancellationToken cancellationToken = default)
    {
        StreamArgument.CheckWritable(stream);
        var (header, entries, digest) = Prepare(addsDigest, cancellationToken);
        Write(stream.Write, header, entries, digest, cancellationToken);
        stream.Flush();
    }

    /// <inheritdoc cref="Save(string, bool, CancellationToken)"/>
    internal void Save(string path, bool addsDigest, FileSystem files, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var (header, entries, digest) = Prepare(addsDigest, cancellationToken);
        AtomicFile.Write(
            path,
            file =>
            {
                long position = 0;
                Write(
                    part =>
                    {
                        files.Write(file, part, position);
                        position += part.Length;
                    },
                    header, entries, digest, cancellationToken);
            },
            files);
    }

    private (byte[] Header, Entry[] Entries, string? Digest) Prepare(bool addsDigest, CancellationToken cancellationToken)
    {
        SafetensorsFile.AssertLittleEndian();
        Entry[] entries =
        [
            .. _entries.Values
                .OrderByDescending(entry => entry.Dtype.Size())
                .ThenBy(entry => entry.Name, StringComparer.Ordinal),
        ];
        var metadata = addsDigest
            ? new(_metadata, StringComparer.Ordinal) { [SafetensorsDigest.Key] = SafetensorsDigest.Placeholder }
            : _metadata;
        var header = FormatHeader(entries, metadata);
        return (header, entries, addsDigest ? AddDigest(header, entries, cancellationToken) : null);
    }

    // Where two passes over all elements, one after the other, see the same, all had those values between the two.
    private static void Write(
        Action<ReadOnlySpan<byte>> write, byte[] header, Entry[] entries, string? digest, CancellationToken cancellationToken)
    {
        write(header);
        using var written = digest is null ? null : StartDigest(header);
        foreach (var entry in entries)
        {
            entry.Content(part =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                write(part);
                written?.Append(part);
            });
        }

        if (written is not null && written.ToString() != digest)
        {
            throw new InvalidOperationException(
                "Values changed while they were saved, by another thread or by the functions that show them. Save between two " +
                "steps. No valid file was saved.");
        }
    }

    // Puts the digest in the place that the header has for it.
    private static string AddDigest(byte[] header, Entry[] entries, CancellationToken cancellationToken)
    {
        using var digest = StartDigest(header);
        foreach (var entry in entries)
        {
            entry.Content(part =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                digest.Append(part);
            });
        }

        var digits = digest.ToString();
        Encoding.ASCII.GetBytes(digits, header.AsSpan(SafetensorsFile.PrefixLength + PositionOfDigest(header)));
        return digits;
    }

    private static SafetensorsDigest StartDigest(byte[] header)
    {
        var digest = new SafetensorsDigest();
        digest.AppendHeader(
            header.AsSpan(0, SafetensorsFile.PrefixLength), header.AsSpan(SafetensorsFile.PrefixLength),
            PositionOfDigest(header));
        return digest;
    }

    private static int PositionOfDigest(byte[] header) =>
        SafetensorsDigest.PositionIn(header.AsSpan(SafetensorsFile.PrefixLength));

    private void Add<T>(string name, SafetensorsDtype dtype, ReadOnlySpan<long> shape, Func<ReadOnlySpan<T>> values)
        where T : unmanaged
    {
        AssertText(name);
        ArgumentNullException.ThrowIfNull(values);
        if (name == SafetensorsHeader.MetadataKey)
            throw new ArgumentException($"The name '{name}' is the format's own; a tensor needs another.", nameof(name));
        if (shape.Length > SafetensorsTensor.MaximumRank)
        {
            throw new ArgumentException($"The shape of '{name}' has {shape.Length} dimensions; at most " +
                $"{SafetensorsTensor.MaximumRank} are allowed.", nameof(shape));
        }

        var count = values().Length;
        var byteCount = SafetensorsTensor.CountBytes(dtype, shape);
        var stated = (long)count * Unsafe.SizeOf<T>();
        if (byteCount != stated)
        {
            throw new ArgumentException(Invariant($"'{name}' has {stated} bytes; its shape [{string.Join(", ", shape.ToArray())}] of ") +
                $"{dtype} must have as many.", nameof(shape));
        }

        Content content = write => Write(name, count, values(), write);
        if (!_entries.TryAdd(name, new(name, dtype, shape.ToArray(), stated, content)))
            throw new ArgumentException($"The tensor '{name}' is there already; names must differ.", nameof(name));
    }

    private static void Write<T>(string name, int count, ReadOnlySpan<T> values, Action<ReadOnlySpan<byte>> write)
        where T : unmanaged
    {
        if (values.Length != count)
        {
            throw new InvalidOperationException(
                Invariant($"The tensor '{name}' has {values.Length} elements now; it must have {count}, as when it was added."));
        }

        while (!values.IsEmpty)
        {
            write(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, ElementsPerWrite)]));
            values = values[Math.Min(values.Length, ElementsPerWrite)..];
        }
    }

    /// <summary>The header's length and the header, padded with spaces to a multiple of 8 bytes.</summary>
    private static byte[] FormatHeader(Entry[] entries, SortedDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.GetSpan(SafetensorsFile.PrefixLength);
        buffer.Advance(SafetensorsFile.PrefixLength);
        // Quotes and control characters are escaped; the rest stays readable. No page of HTML shows it.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
                FormatMetadata(json, metadata);
            long start = 0;
            foreach (var entry in entries)
            {
                Format(json, entry, start);
                start = checked(start + entry.ByteCount);
            }

            json.WriteEndObject();
        }

        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        var header = buffer.WrittenSpan.ToArray();
        var length = header.Length - SafetensorsFile.PrefixLength;
        if (length > SafetensorsHeader.MaximumLength)
        {
            throw new InvalidOperationException(
                Invariant($"The header has {length} bytes; the format allows at most {SafetensorsHeader.MaximumLength}."));
        }

        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        return header;
    }

    private static void FormatMetadata(Utf8JsonWriter json, SortedDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void Format(Utf8JsonWriter json, Entry entry, long start)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.Dtype.ToString());
        json.WriteStartArray("shape");
        foreach (var dimension in entry.Shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(start);
        json.WriteNumberValue(start + entry.ByteCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void AssertText(string text, [CallerArgumentExpression(nameof(text))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        try
        {
            Utf8.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException(
                Invariant($"The text has half of a surrogate pair at {exception.Index}; it must be valid Unicode."), parameter, exception);
        }
    }

    private sealed record Entry(string Name, SafetensorsDtype Dtype, long[] Shape, long ByteCount, Content Content);
}
