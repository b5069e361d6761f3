using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FusedOptim.Training;

/// <summary>
/// A safetensors file, open for reading: named tensors of numbers, and metadata. The file is: the length of the header in
/// 8 bytes, little-endian; the header, JSON in UTF-8; the bytes of the tensors, without gap. All of the header is checked
/// before anything of it is used, and no number in it decides how much memory is asked for, so that a file may come from
/// anywhere: what opening allocates is bounded by a small multiple of the bytes that the header has in the file.
/// </summary>
/// <remarks>Keys that the format does not know, more than 64 dimensions, and element types that are not in
/// <see cref="SafetensorsDtype"/> are refused too. Reading from several threads is safe. <c>__metadata__</c> is the
/// format's key for the metadata, and no name of a tensor.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The bytes of the header's length.</summary>
    internal const int PrefixLength = sizeof(long);

    // The bytes of a span are counted with 32 bits, those of its elements are not.
    private const int ElementsPerRead = 1 << 26;

    private const int BufferSize = 1 << 16;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly long _dataStart;
    private readonly SafetensorsTensor[] _tensors;
    private readonly Dictionary<string, SafetensorsTensor> _tensorsByName;

    private SafetensorsFile(string path, SafeFileHandle handle)
    {
        _path = path;
        _handle = handle;
        var fileLength = RandomAccess.GetLength(handle);
        if (fileLength < PrefixLength)
            throw Refusal(path, $"it has {fileLength} bytes; the header's length alone takes {PrefixLength}");
        Span<byte> prefix = stackalloc byte[PrefixLength];
        ReadFully(prefix, 0);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var maximum = Math.Min(SafetensorsHeader.MaximumLength, fileLength - PrefixLength);
        if (headerLength > (ulong)maximum)
            throw Refusal(path, $"it states a header of {headerLength} bytes; at most {maximum} are possible here");
        var header = new byte[headerLength];
        ReadFully(header, PrefixLength);
        _dataStart = PrefixLength + header.Length;
        (_tensors, var metadata) = SafetensorsHeader.Read(header, path, fileLength - _dataStart);
        Metadata = metadata.AsReadOnly();
        _tensorsByName = _tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _tensors.AsReadOnly();

    /// <summary>What else the file says; empty where it says nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The file's path, as it was opened.</summary>
    internal string Path => _path;

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">The file has none of that name.</exception>
    public SafetensorsTensor this[string name] => Find(name) ??
        throw new KeyNotFoundException($"{_path} has no tensor '{name}'; it has {_tensors.Length} others.");

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no safetensors file, or a damaged one; the message says what is
    /// wrong and what is allowed.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AssertLittleEndian();
        // A writer may replace the file meanwhile; this one is read to its end all the same.
        var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return new(path, handle);
        }
        catch
        {
            handle.Dispose();
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
        if (tensor.Dtype != dtype)
        {
            throw new ArgumentException(
                $"The tensor '{name}' of {_path} has the dtype {tensor.Dtype}; a span of {typeof(T)} takes {dtype}.",
                nameof(destination));
        }

        if (tensor.ElementCount != destination.Length)
        {
            throw new ArgumentException(
                $"The tensor '{name}' of {_path} has {tensor.ElementCount} elements; the span has {destination.Length}.",
                nameof(destination));
        }

        var position = _dataStart + tensor.Start;
        while (!destination.IsEmpty)
        {
            var part = MemoryMarshal.AsBytes(destination[..Math.Min(destination.Length, ElementsPerRead)]);
            ReadFully(part, position);
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
                $"The tensor '{name}' of {_path} has {tensor.ByteCount} bytes; {destination.Length} are to be read.");
        }

        ReadFully(destination, _dataStart + tensor.Start + start);
    }

    /// <summary>Reads all data and compares their SHA-256 with that of the metadata, "sha256".</summary>
    /// <exception cref="InvalidDataException">The file states none, or another: its data were altered.</exception>
    public void VerifyDigest()
    {
        if (!Metadata.TryGetValue(SafetensorsDigest.Key, out var stated))
            throw Refusal(_path, $"it states no digest of its data ('{SafetensorsDigest.Key}' in the metadata)");
        using var digest = new SafetensorsDigest();
        var buffer = new byte[BufferSize];
        var length = _tensors.Sum(tensor => tensor.ByteCount);
        for (var position = 0L; position < length;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - position));
            ReadFully(part, _dataStart + position);
            digest.Append(part);
            position += part.Length;
        }

        if (digest.ToString() != stated)
            throw Refusal(_path, $"its data were altered: their SHA-256 is {digest}, and the file states {stated}");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();

    internal static void AssertLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Safetensors files are little-endian; this machine is big-endian.");
    }

    internal static InvalidDataException Refusal(string path, string fault) =>
        new($"{path} is no valid safetensors file: {fault}.");

    private void ReadFully(Span<byte> destination, long position)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(_handle, destination, position);
            if (count == 0)
                throw Refusal(_path, $"it ends at byte {position}, though it was longer when it was opened");
            position += count;
            destination = destination[count..];
        }
    }
}
