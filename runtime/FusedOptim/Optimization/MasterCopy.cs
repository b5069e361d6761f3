namespace FusedOptim;

/// <summary>
/// The parameters of a set in single precision, where the set itself holds them in a narrower format: steps update the
/// copy, and values are rounded from it.
/// </summary>
internal sealed class MasterCopy : IDisposable
{
    private readonly ParameterStorage _storage;
    private readonly Slab _slab;

    /// <summary>A copy, not filled yet.</summary>
    /// <param name="storage">The memory of the set.</param>
    /// <param name="stream">The stream of the copy (see <see cref="Slab"/>).</param>
    public MasterCopy(ParameterStorage storage, int stream)
    {
        _storage = storage;
        _slab = new Slab(checked(storage.SteppedCount * storage.ComputeSize), stream);
    }

    /// <summary>The address of the copy, laid out as the values are.</summary>
    public nint Address => _slab.Address;

    /// <summary>The copy.</summary>
    public ElementStream Stream => new(_slab, _storage.SteppedCount, Format: null);

    /// <summary>Takes over the values of a parameter.</summary>
    public void Load(Parameter parameter)
    {
        Span<float> block = stackalloc float[StorageFormat.BlockLength];
        for (nint start = 0; start < parameter.PaddedCount; start += block.Length)
        {
            _storage.ValueStream.Read(parameter.Offset + start, block);
            Stream.Write(parameter.Offset + start, block, noise: default);
        }
    }

    public void Dispose() => _slab.Dispose();
}
