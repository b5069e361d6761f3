namespace FusedOptim;

/// <summary>Slabs of one size that kernels use side by side.</summary>
internal sealed class SlabArray : IDisposable
{
    private readonly Slab?[] _slabs;
    private readonly nint[] _addresses;

    /// <summary>Some slabs.</summary>
    /// <param name="count">How many.</param>
    /// <param name="byteCount">The size of each in bytes.</param>
    /// <param name="firstStream">The stream of the first one (see <see cref="Slab"/>).</param>
    /// <exception cref="OutOfMemoryException">The system does not have the memory.</exception>
    public SlabArray(int count, nint byteCount, int firstStream)
    {
        _slabs = new Slab?[count];
        _addresses = new nint[count];
        try
        {
            for (var i = 0; i < count; i++)
            {
                var slab = new Slab(byteCount, firstStream + i);
                (_slabs[i], _addresses[i]) = (slab, slab.Address);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The address of each slab.</summary>
    public ReadOnlySpan<nint> Addresses => _addresses;

    public void Dispose()
    {
        // Some are missing where memory ran out.
        foreach (var slab in _slabs)
            slab?.Dispose();
    }
}
