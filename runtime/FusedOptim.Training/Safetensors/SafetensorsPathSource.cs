using FusedOptim.Training.Files;
using Microsoft.Win32.SafeHandles;

namespace FusedOptim.Training.Safetensors;

/// <summary>A safetensors file in a file system.</summary>
internal sealed class SafetensorsPathSource : SafetensorsSource
{
    private readonly FileSystem _files;
    private readonly SafeFileHandle _handle;

    public SafetensorsPathSource(string path, FileSystem files)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        (Name, _files) = (path, files);
        _handle = files.OpenToRead(path);
        try
        {
            Length = files.LengthOf(_handle);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    public override string Name { get; }

    public override long? Length { get; }

    public override int Read(Span<byte> destination, long position) => _files.Read(_handle, destination, position);

    public override void Dispose() => _handle.Dispose();
}
