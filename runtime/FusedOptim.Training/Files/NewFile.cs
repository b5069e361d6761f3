using Microsoft.Win32.SafeHandles;

namespace FusedOptim.Training.Files;

/// <summary>A file that is being written, marked as in use until it is disposed.</summary>
internal sealed class NewFile : IDisposable
{
    private readonly FileStream _stream;

    public NewFile(string path, FileStreamOptions options)
    {
        Path = path;
        _stream = new FileStream(path, options);
        try
        {
            // Once: the stream sets its position each time.
            Handle = _stream.SafeFileHandle;
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>The handle to write with.</summary>
    public SafeFileHandle Handle { get; }

    public void Dispose() => _stream.Dispose();
}
