namespace FusedOptim.Training.Data;

/// <summary>
/// Numbers whose count is known at their end. They are kept in blocks, and given up block by block as they are copied to one
/// array: neither growing nor copying holds all of them twice.
/// </summary>
internal sealed class NumberBlocks<T>
    where T : unmanaged
{
    private const int BlockLength = 1 << 14;

    private readonly List<T[]?> _blocks = [];

    /// <summary>Gets how many numbers there are.</summary>
    public long Count { get; private set; }

    public void Add(T number)
    {
        var place = (int)(Count % BlockLength);
        if (place == 0)
            _blocks.Add(new T[BlockLength]);
        _blocks[^1]![place] = number;
        Count++;
    }

    /// <summary>Moves all numbers to an array; afterwards there are none here.</summary>
    public T[] ToArray()
    {
        var numbers = new T[Count];
        for (var i = 0; i < _blocks.Count; i++)
        {
            var start = i * BlockLength;
            _blocks[i].AsSpan(0, Math.Min(BlockLength, numbers.Length - start)).CopyTo(numbers.AsSpan(start));
            _blocks[i] = null;
        }

        _blocks.Clear();
        Count = 0;
        return numbers;
    }
}
