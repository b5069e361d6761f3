namespace FusedOptim.Memory;

/// <summary>Slabs that kernels use side by side.</summary>
internal sealed class SlabArray : IDisposable
{
    private readonly Slab?[] _slabs;
    private readonly nint[] _addresses;

    /// <summary>Some slabs.</summary>
    /// <param name="byteCounts">The size of each in bytes.</param>
    /// <param name="firstStream">The stream of the first one (see <see cref="Slab"/>).</param>
    /// <exception cref="OutOfMemoryException">The system does not have the memory.</exception>
    public SlabArray(IReadOnlyList<nint> byteCounts, int firstStream)
    {
        _slabs = new Slab?[byteCounts.Count];
        _addresses = new nint[byteCounts.Count];
        try
        {
            for (var i = 0; i < byteCounts.Count; i++)
            {
                var slab = new Slab(byteCounts[i], firstStream + i);
                (_slabs[i], _addresses[i]) = (slab, slab.Address);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A slab.</summary>
    public Slab this[int index] => _slabs[index]!;

    /// <summary>The address of each slab, for kernels: not to be written.</summary>
    public nint[] Addresses => _addresses;

    public void Dispose()
    {
        // Some are missing where memory ran out.
        foreach (var slab in _slabs)
            slab?.Dispose();
    }
}
