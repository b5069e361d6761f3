namespace FusedOptim.Memory;

/// <summary>Pinned memory that starts at a cache line and grows to the largest size ever asked for.</summary>
internal sealed unsafe class ScratchMemory<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private T[] _array = [];
    private int _offset;

    /// <summary>
    /// Memory for a number of elements. It is what was given before, as long as that is large enough.
    /// </summary>
    /// <param name="count">The number of elements.</param>
    public Span<T> Take(int count)
    {
        if (_array.Length - _offset < count)
        {
            _array = GC.AllocateUninitializedArray<T>(checked(count + Alignment / sizeof(T)), pinned: true);
            fixed (T* start = _array)
                _offset = (int)((Alignment - (nuint)start % Alignment) % Alignment / (nuint)sizeof(T));
        }

        return _array.AsSpan(_offset, count);
    }
}
