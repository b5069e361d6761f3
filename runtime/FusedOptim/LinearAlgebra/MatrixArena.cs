using System.Runtime.InteropServices;
using FusedOptim.Memory;

namespace FusedOptim.LinearAlgebra;

/// <summary>Memory that is given piece by piece and taken back all at once. It grows to the largest need, and stays.</summary>
internal sealed class MatrixArena
{
    private const nint LeastSlab = 1 << 16;

    private readonly List<(Slab Slab, nint Size)> _slabs = [];
    private int _current;
    private nint _used;

    /// <summary>Takes everything back.</summary>
    public void Begin() => (_current, _used) = (0, 0);

    /// <summary>Zeroed memory, from the border of a cache line on.</summary>
    /// <param name="byteCount">Its size.</param>
    public unsafe nint Take(nint byteCount)
    {
        for (; _current < _slabs.Count; _current++, _used = 0)
        {
            if (_slabs[_current].Size - _used >= byteCount)
                return Give(byteCount);
        }

        var size = nint.Max(byteCount, _slabs.Count == 0 ? LeastSlab : 2 * _slabs[^1].Size);
        _slabs.Add((new Slab(size, _slabs.Count), size));
        return Give(byteCount);
    }

    private unsafe nint Give(nint byteCount)
    {
        var address = _slabs[_current].Slab.Address + _used;
        _used += (byteCount + Slab.Alignment - 1) / Slab.Alignment * Slab.Alignment;
        NativeMemory.Clear((void*)address, (nuint)byteCount);
        return address;
    }
}
