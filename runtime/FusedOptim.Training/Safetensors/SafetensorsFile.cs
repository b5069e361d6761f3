using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FusedOptim.Training.Files;

namespace FusedOptim.Training.Safetensors;

/// <summary>
/// A safetensors file, open for reading: named tensors of numbers, and metadata. The file is: the length of the header in
/// 8 bytes, little-endian; the header, JSON in UTF-8; the bytes of the tensors, without gap. All of the header is checked
/// before anything of it is used, and no number in it decides how much memory is asked for, so that a file may come from
/// anywhere: what opening allocates is bounded by a small multiple of the bytes that the header has in the file.
/// </summary>
/// <remarks>Keys and element types that the format does not know, and more than 64 dimensions, are refused too. Reading from
/// several threads is safe. <c>__metadata__</c> is the format's key for the metadata, and no name of a tensor.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The bytes of the header's length.</summary>
    internal const int PrefixLength = sizeof(long);

    // The bytes of a span are counted with 32 bits, those of its elements are not.
    private const int ElementsPerRead = 1 << 26;

    private const int BufferSize = 1 << 16;

    private readonly SafetensorsSource _source;
    private readonly byte[] _header;
    private readonly SafetensorsTensor[] _tensors;
    private readonly Dictionary<string, SafetensorsTensor> _tensorsByName;
    // What was read while the digest was verified: the file can change afterwards.
    private Dictionary<string, TensorMemory> _verified = [];

    private SafetensorsFile(SafetensorsSource source)
    {
        _source = source;
        Span<byte> prefix = stackalloc byte[PrefixLength];
        var available = Read(prefix, 0);
        if (available < PrefixLength)
            throw Refusal(Path, Invariant($"it has {available} bytes; the header's length alone takes {PrefixLength}"));
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var maximum = Math.Min(SafetensorsHeader.MaximumLength, (source.Length ?? long.MaxValue) - PrefixLength);
        if (headerLength > (ulong)maximum)
            throw Refusal(Path, Invariant($"it states a header of {headerLength} bytes; at most {maximum} are possible here"));
        _header = ReadHeader((int)headerLength);
        (_tensors, var metadata) = SafetensorsHeader.Read(_header, Path, source.Length - DataStart);
        Metadata = metadata.AsReadOnly();
        _tensorsByName = _tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _tensors.AsReadOnly();

    /// <summary>What else the file says; empty where it says nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The file's path, as it was opened; of a stream the name that messages give it.</summary>
    internal string Path => _source.Name;

    private long DataStart => PrefixLength + _header.Length;

    private long DataEnd => DataStart + (_tensors is [.., var last] ? last.Start + last.ByteCount : 0);

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">The file has none of that name.</exception>
    public SafetensorsTensor this[string name] => Find(name) ??
        throw new KeyNotFoundException($"{Path} has no tensor '{name}'; it has {_tensors.Length} others.");

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no safetensors file, or a damaged one; the message says what is
    /// wrong and what is allowed.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static SafetensorsFile Open(string path) => Open(path, FileSystem.Default);

    /// <summary>Opens a file in a stream, from the stream's position to its end, and checks its header.</summary>
    /// <remarks>The stream stays open when the file is disposed. A stream that can seek is read when tensors are, and must not be
    /// used by others until then. Any other stream is read to its end at once, into memory that grows with the bytes that it
    /// gives.</remarks>
    /// <param name="stream">A stream that can be read.</param>
    /// <inheritdoc cref="Open(string)" path="/exception"/>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    public static SafetensorsFile Open(Stream stream)
    {
        StreamArgument.CheckReadable(stream);
        return Open(stream.CanSeek ? new SafetensorsStreamSource(stream) : new SafetensorsBufferSource(stream));
    }

    /// <inheritdoc cref="Open(string)"/>
    internal static SafetensorsFile Open(string path, FileSystem files) => Open(new SafetensorsPathSource(path, files));

    /// <summary>Opens a file in a stream to be read once, in order: by <see cref="Verify"/>.</summary>
    internal static SafetensorsFile OpenOnce(Stream stream) => Open(new SafetensorsStreamSource(stream));

    private static SafetensorsFile Open(SafetensorsSource source)
    {
        try
        {
            AssertLittleEndian();
            return new(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of a name; <see langword="null"/> if there is none.</summary>
    public SafetensorsTensor? Find(string name) => _tensorsByName.GetValueOrDefault(name);

    /// <summary>Reads all elements of a tensor.</summary>
    /// <typeparam name="T">The type that the tensor's dtype has in the language; <see cref="SafetensorsDtype"/> names it.
    /// For <see cref="SafetensorsDtype.BOOL"/> there is <see cref="ReadBytes"/>.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Where to: as long as the tensor has elements.</param>
    /// <exception cref="ArgumentException">The tensor has another dtype or another number of elements.</exception>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="InvalidDataException">The file was cut short after it was opened.</exception>
    /// <exception cref="NotSupportedException">No dtype has such elements.</exception>
    public void Read<T>(string name, Span<T> destination)
        where T : unmanaged
    {
        var tensor = this[name];
        var dtype = SafetensorsDtypes.Of<T>();
        if (tensor.DtypeName != dtype.ToString())
        {
            throw new ArgumentException(
                $"The tensor '{name}' of {Path} has the dtype {tensor.DtypeName}; a span of {typeof(T)} takes {dtype}." +
                (SafetensorsDtypes.HasElements(tensor.DtypeName)
                    ? "" : $" No type of .NET has such elements; {nameof(ReadBytes)} reads their bytes."),
                nameof(destination));
        }

        if (tensor.ElementCount != destination.Length)
        {
            throw new ArgumentException(
                Invariant($"The tensor '{name}' of {Path} has {tensor.ElementCount} elements; the span has {destination.Length}."),
                nameof(destination));
        }

        var position = 0L;
        while (!destination.IsEmpty)
        {
            var part = MemoryMarshal.AsBytes(destination[..Math.Min(destination.Length, ElementsPerRead)]);
            Read(tensor, position, part);
            position += part.Length;
            destination = destination[Math.Min(destination.Length, ElementsPerRead)..];
        }
    }

    /// <summary>Reads some bytes of a tensor of any dtype, as they are in the file.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="start">The first byte, from 0.</param>
    /// <param name="destination">Where to; its length is the number of bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has fewer bytes.</exception>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="InvalidDataException">The file was cut short after it was opened.</exception>
    public void ReadBytes(string name, long start, Span<byte> destination)
    {
        var tensor = this[name];
        if (start < 0 || start > tensor.ByteCount - destination.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start,
                Invariant($"The tensor '{name}' of {Path} has {tensor.ByteCount} bytes; {destination.Length} are to be read."));
        }

        Read(tensor, start, destination);
    }

    /// <summary>Reads the whole file and compares its SHA-256 with that of the metadata, "sha256". The digest covers the header
    /// too, metadata included, with its own 64 digits as zeros.</summary>
    /// <exception cref="InvalidDataException">The file states none, or another: it was altered.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>What is read later comes from the file, which can change in the meantime.</remarks>
    public void VerifyDigest() => Verify(_ => false);

    /// <summary>Verifies the digest and keeps some tensors in memory as they are read for it. <see cref="Read{T}"/> and
    /// <see cref="ReadBytes"/> then give those bytes, and the file is not read a second time.</summary>
    /// <param name="keeps">Which tensors are kept, by name.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <inheritdoc cref="VerifyDigest" path="/exception"/>
    internal void Verify(Predicate<string> keeps, CancellationToken cancellationToken = default)
    {
        var digits = SafetensorsDigest.PositionIn(_header);
        if (digits < 0)
        {
            throw Refusal(
                Path, $"its metadata have no '{SafetensorsDigest.Key}', a digest of {SafetensorsDigest.Length} hexadecimal digits");
        }

        var stated = Metadata[SafetensorsDigest.Key];
        Span<byte> prefix = stackalloc byte[PrefixLength];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, _header.Length);
        using var digest = new SafetensorsDigest();
        digest.AppendHeader(prefix, _header, digits);
        var kept = new Dictionary<string, TensorMemory>();
        var buffer = new byte[BufferSize];
        foreach (var tensor in _tensors)
        {
            var memory = keeps(tensor.Name) ? new TensorMemory(tensor.ByteCount) : null;
            for (var start = 0L; start < tensor.ByteCount;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = (int)Math.Min(buffer.Length, tensor.ByteCount - start);
                var part = memory is null ? buffer.AsSpan(0, count) : memory.Bytes(start, count);
                ReadFully(part, DataStart + tensor.Start + start);
                digest.Append(part);
                start += count;
            }

            if (memory is not null)
                kept.Add(tensor.Name, memory);
        }

        if (_source.Length is null && _source.Read(buffer.AsSpan(0, 1), DataEnd) > 0)
            throw Refusal(Path, Invariant($"it goes on after byte {DataEnd}, where its last tensor ends"));
        if (digest.ToString() != stated)
        {
            throw Refusal(
                Path, $"its header or its data were altered: their SHA-256 is {digest}, and the file states {stated}");
        }

        _verified = kept;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _source.Dispose();

    internal static void AssertLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Safetensors files are little-endian; this machine is big-endian.");
    }

    internal static InvalidDataException Refusal(string path, string fault) =>
        new($"{path} is no valid safetensors file: {fault}.");

    private void Read(SafetensorsTensor tensor, long start, Span<byte> destination)
    {
        if (_verified.TryGetValue(tensor.Name, out var memory))
            memory.Bytes(start, destination.Length).CopyTo(destination);
        else
            ReadFully(destination, DataStart + tensor.Start + start);
    }

    private byte[] ReadHeader(int length)
    {
        // The end of a stream is not known: memory grows with the bytes that there are.
        var header = new byte[_source.Length is null ? Math.Min(length, BufferSize) : length];
        var count = 0;
        while (true)
        {
            ReadFully(header.AsSpan(count), PrefixLength + count);
            count = header.Length;
            if (count == length)
                return header;
            Array.Resize(ref header, (int)Math.Min(length, 2L * count));
        }
    }

    private void ReadFully(Span<byte> destination, long position)
    {
        var count = Read(destination, position);
        if (count == destination.Length)
            return;
        var end = position + count;
        throw Refusal(Path, _source.Length is null
            ? Invariant($"it ends at byte {end}, and its header states more")
            : Invariant($"it ends at byte {end}, though it was longer when it was opened"));
    }

    private int Read(Span<byte> destination, long position)
    {
        var count = 0;
        while (count < destination.Length && _source.Read(destination[count..], position + count) is > 0 and var read)
            count += read;
        return count;
    }
}
