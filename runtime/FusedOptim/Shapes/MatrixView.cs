namespace FusedOptim;

/// <summary>
/// The matrices that rules with rows or columns see in a parameter: its elements in their order in memory, as
/// <see cref="Batch"/> matrices of <see cref="Rows"/> × <see cref="Columns"/>, one after another.
/// </summary>
/// <remarks>
/// <para>Rows and columns belong to one matrix each: a parameter has <see cref="RowCount"/> rows and <see cref="ColumnCount"/>
/// columns. Rules that see neither rows nor columns do not use the view.</para>
/// <code>
/// kernel.View = MatrixView.OfLastTwoDimensions(kernel.Shape);  // [8, 4, 3, 3]: 32 × 3 × 3
/// qkv.View = qkv.View.Split(3);                                // [192, 64]: 3 × 64 × 64
/// dense.View = dense.View.Transpose();                         // [inputs, outputs]: 1 × outputs × inputs
/// </code>
/// </remarks>
public readonly record struct MatrixView
{
    /// <summary>A view of row-major matrices.</summary>
    /// <param name="batch">The number of matrices; at least 1.</param>
    /// <param name="rows">The number of rows of each matrix; at least 1.</param>
    /// <param name="columns">The number of columns of each matrix; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    /// <exception cref="ArgumentException">Their product is above <see cref="long.MaxValue"/>.</exception>
    public MatrixView(long batch, long rows, long columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (rows > long.MaxValue / batch || columns > long.MaxValue / (batch * rows))
            throw new ArgumentException(Invariant($"The view {batch} × {rows} × {columns} has more than {long.MaxValue} elements."));
        (Batch, Rows, Columns) = (batch, rows, columns);
    }

    /// <summary>The number of matrices.</summary>
    public long Batch { get; }

    /// <summary>The number of rows of each matrix.</summary>
    public long Rows { get; }

    /// <summary>The number of columns of each matrix.</summary>
    public long Columns { get; }

    /// <summary>Whether the elements of a column are adjacent in memory, instead of those of a row: as in weights that are stored
    /// [inputs, outputs].</summary>
    public bool IsTransposed { get; private init; }

    /// <summary>The number of elements: <see cref="Batch"/> · <see cref="Rows"/> · <see cref="Columns"/>.</summary>
    public long Count => Batch * Rows * Columns;

    /// <summary>The number of rows of all matrices: <see cref="Batch"/> · <see cref="Rows"/>.</summary>
    public long RowCount => Batch * Rows;

    /// <summary>The number of columns of all matrices: <see cref="Batch"/> · <see cref="Columns"/>.</summary>
    public long ColumnCount => Batch * Columns;

    /// <summary>The view that parameters have by default: one matrix, whose rows are the first dimension and whose columns are the
    /// others. A vector is one row, a single number one row and one column.</summary>
    /// <param name="shape">The dimensions of the parameter.</param>
    public static MatrixView Of(TensorShape shape) =>
        shape.Rank < 2 ? new(1, 1, shape.Count) : new(1, shape[0], shape.Count / shape[0]);

    /// <summary>One matrix for each index of all dimensions but the last two: [8, 4, 3, 3] is 32 × 3 × 3. Adafactor of PyTorch
    /// takes parameters this way. With fewer than three dimensions it is the default.</summary>
    /// <param name="shape">The dimensions of the parameter.</param>
    public static MatrixView OfLastTwoDimensions(TensorShape shape)
    {
        if (shape.Rank < 3)
            return Of(shape);
        long rows = shape.Dimensions[^2];
        long columns = shape.Dimensions[^1];
        return new(shape.Count / (rows * columns), rows, columns);
    }

    /// <summary>Splits each matrix into matrices of adjacent rows, such as the heads of attention in a fused weight: 3·d × d
    /// in three parts is 3 × d × d.</summary>
    /// <param name="parts">The number of parts; a divisor of <see cref="Rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not a divisor of the number of rows.</exception>
    /// <exception cref="InvalidOperationException">The view is transposed: its rows are not adjacent in memory.</exception>
    public MatrixView Split(long parts)
    {
        if (IsTransposed)
            throw new InvalidOperationException($"The view {this} cannot be split into parts of adjacent rows. Split it before it is transposed.");
        if (parts < 1 || Rows % parts != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(parts), parts, Invariant($"The {Rows} rows of the view {this} cannot be split into {parts} parts; it must be a divisor."));
        }

        return new(Batch * parts, Rows / parts, Columns);
    }

    /// <summary>The same elements with rows and columns exchanged: for a weight that is stored [inputs, outputs], so that its
    /// rows are the outputs.</summary>
    public MatrixView Transpose() => new(Batch, Columns, Rows) { IsTransposed = !IsTransposed };

    /// <summary>The view, such as "1 × 64 × 128" or "1 × 64 × 128 transposed".</summary>
    public override string ToString() => Invariant($"{Batch} × {Rows} × {Columns}{(IsTransposed ? " transposed" : "")}");
}
