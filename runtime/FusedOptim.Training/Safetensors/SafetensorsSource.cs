namespace FusedOptim.Training.Safetensors;

/// <summary>The bytes of a safetensors file, by their position from its start.</summary>
internal abstract class SafetensorsSource : IDisposable
{
    /// <summary>Gets the name of the file in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the number of bytes; <see langword="null"/> where only reading finds the end.</summary>
    public abstract long? Length { get; }

    /// <summary>Reads some bytes.</summary>
    /// <returns>The number of bytes; 0 at the end of the file.</returns>
    public abstract int Read(Span<byte> destination, long position);

    /// <summary>Releases what was opened to read.</summary>
    public virtual void Dispose()
    {
    }
}
