namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Rotations of neighboring rows that wait until there are many: then a strip of columns takes all of them while it is in
/// the cache. Each element is computed alone, so waiting changes no bit.
/// </summary>
internal unsafe struct PlaneRotations
{
    /// <summary>The memory that a rotation takes, in doubles.</summary>
    public const int Length = 3;

    private const int StripWidth = 64;

    private readonly double* _rows;
    private readonly int _size;
    private readonly double* _waiting;
    private readonly int _capacity;
    private int _count;

    /// <summary>Rotations of the rows of a matrix.</summary>
    /// <param name="rows">size × size.</param>
    /// <param name="size">The size.</param>
    /// <param name="waiting">Room for the rotations that wait.</param>
    /// <param name="capacity">How many may wait.</param>
    public PlaneRotations(double* rows, int size, double* waiting, int capacity)
    {
        _rows = rows;
        _size = size;
        _waiting = waiting;
        _capacity = capacity;
    }

    /// <summary>Rotates a row and the next: (x, y) ← (c·x − s·y, s·x + c·y).</summary>
    public void Add(int row, double c, double s)
    {
        if (_count == _capacity)
            Apply();
        var rotation = _waiting + (nint)_count * Length;
        (rotation[0], rotation[1], rotation[2]) = (row, c, s);
        _count++;
    }

    /// <summary>Does the rotations that wait.</summary>
    public void Apply()
    {
        for (var column = 0; column < _size; column += StripWidth)
        {
            var width = Math.Min(StripWidth, _size - column);
            for (var i = 0; i < _count; i++)
            {
                var rotation = _waiting + (nint)i * Length;
                var x = _rows + (nint)rotation[0] * _size + column;
                VectorOperations.Rotate(x, x + _size, rotation[1], rotation[2], width);
            }
        }

        _count = 0;
    }
}
