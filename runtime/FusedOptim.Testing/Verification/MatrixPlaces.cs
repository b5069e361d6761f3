namespace FusedOptim.Testing;

/// <summary>The row, the column and the matrix of a view that an entry belongs to. Entries are elements, rows or columns.</summary>
internal static class MatrixPlaces
{
    extension(Over over)
    {
        /// <summary>Whether a tensor has several of them, each with values of its own: rows, columns, matrices.</summary>
        public bool IsOfMatrix => over is Over.Row or Over.Column or Over.Matrix;
    }

    extension(MatrixView view)
    {
        /// <summary>The number of rows, columns or matrices; of elements for anything else.</summary>
        public int CountOf(Over over) => (int)(over switch
        {
            Over.Row => view.RowCount,
            Over.Column => view.ColumnCount,
            Over.Matrix => view.Batch,
            _ => view.Count,
        });

        /// <summary>The index of the row, column or matrix that an entry belongs to; −1 where it belongs to none.</summary>
        /// <param name="over">What the index is of.</param>
        /// <param name="space">What the entry is: an element, a row or a column.</param>
        /// <param name="entry">The index of the entry.</param>
        public int IndexOf(Over over, Over space, int entry)
        {
            if (over == space)
                return entry;
            var (matrix, place) = Math.DivRem(entry, view.CountOf(space) / (int)view.Batch);
            if (over == Over.Matrix)
                return matrix;
            if (space != Over.Element || !over.IsOfMatrix)
                return -1;
            var adjacent = (int)(view.IsTransposed ? view.Rows : view.Columns);
            return (over == Over.Row) == view.IsTransposed
                ? matrix * adjacent + place % adjacent
                : matrix * (int)(over == Over.Row ? view.Rows : view.Columns) + place / adjacent;
        }

        /// <summary>An entry in words, such as "row 2, column 0 of matrix 1".</summary>
        public string Describe(Over space, int entry)
        {
            string[] places = space == Over.Element
                ? [Of("row", Over.Row), Of("column", Over.Column)]
                : [Of(space == Over.Row ? "row" : space == Over.Column ? "column" : "matrix", space)];
            var matrix = view.Batch > 1 && space != Over.Matrix ? Invariant($" of matrix {view.IndexOf(Over.Matrix, space, entry)}") : "";
            return string.Join(", ", places) + matrix;

            string Of(string name, Over over) =>
                Invariant($"{name} {view.IndexOf(over, space, entry) % (over == Over.Matrix ? int.MaxValue : view.CountOf(over) / (int)view.Batch)}");
        }
    }
}
