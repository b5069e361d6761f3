namespace FusedOptim.Tests.References;

/// <summary>A tensor as batch × rows × columns. Rows and columns are counted through all entries of the batch.</summary>
internal readonly record struct MatrixShape(int Batch, int Rows, int Columns)
{
    public int Count => Batch * Rows * Columns;

    /// <summary>The shape whose rows and columns are the last two dimensions. A vector is one row.</summary>
    public static MatrixShape OfLastTwo(params int[] dimensions) => dimensions switch
    {
        [] => new(1, 1, 1),
        [var length] => new(1, 1, length),
        [.. var batch, var rows, var columns] => new(batch.Aggregate(1, (product, length) => product * length), rows, columns),
    };

    public int RowOf(int element) => element / Columns;

    public int ColumnOf(int element) => element / (Rows * Columns) * Columns + element % Columns;

    /// <summary>The mean of each row.</summary>
    public double[] RowMeans(double[] values)
    {
        var means = new double[Batch * Rows];
        for (var i = 0; i < Count; i++)
            means[RowOf(i)] += values[i] / Columns;
        return means;
    }

    /// <summary>The mean of each column.</summary>
    public double[] ColumnMeans(double[] values)
    {
        var means = new double[Batch * Columns];
        for (var i = 0; i < Count; i++)
            means[ColumnOf(i)] += values[i] / Rows;
        return means;
    }

    /// <summary>For each row, the mean of the values of all rows in its entry of the batch.</summary>
    public double[] MeansOverRows(double[] rowValues)
    {
        var means = new double[Batch * Rows];
        for (var row = 0; row < means.Length; row++)
        {
            var first = row / Rows * Rows;
            for (var other = first; other < first + Rows; other++)
                means[row] += rowValues[other] / Rows;
        }

        return means;
    }
}
