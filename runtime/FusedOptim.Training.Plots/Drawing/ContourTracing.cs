namespace FusedOptim.Training.Plots;

/// <summary>Lines of equal value on a grid, by marching squares (W. E. Lorensen and H. E. Cline, "Marching cubes", SIGGRAPH 1987, in two
/// dimensions): where a line crosses an edge of the grid is interpolated between the two ends, and a saddle is decided by the mean of its
/// corners. Cells with a value that is not finite have no line.</summary>
internal static class ContourTracing
{
    /// <summary>Traces a level.</summary>
    /// <param name="values">The values: rows × columns, at least 2 × 2.</param>
    /// <param name="level">The value of the line.</param>
    /// <returns>Lines, closed where they do not end at the border.</returns>
    public static List<List<(double Column, double Row)>> Trace(double[,] values, double level)
    {
        // An edge has a number: twice that of its lower left node, and one more where it goes up. Each edge that is crossed has at most
        // two neighbours, one in each of its cells.
        var neighbours = new Dictionary<int, (int First, int Second)>();
        var columns = values.GetLength(1);
        for (var row = 0; row + 1 < values.GetLength(0); row++)
        {
            for (var column = 0; column + 1 < columns; column++)
                AddCell(values, level, row, column, neighbours);
        }

        var lines = new List<List<(double, double)>>();
        // Lines that end at the border first, from their ends; what is left is closed.
        foreach (var start in neighbours.Where(edge => edge.Value.Second < 0).Select(edge => edge.Key).Order().ToArray())
            Follow(start);
        foreach (var start in neighbours.Keys.Order().ToArray())
            Follow(start);
        return lines;

        void Follow(int start)
        {
            if (!neighbours.ContainsKey(start))
                return;
            var line = new List<(double, double)>();
            var (edge, isClosed) = (start, neighbours[start].Second >= 0);
            while (edge >= 0 && neighbours.Remove(edge, out var next))
            {
                line.Add(Crossing(values, level, edge, columns));
                edge = neighbours.ContainsKey(next.First) ? next.First : neighbours.ContainsKey(next.Second) ? next.Second : -1;
            }

            if (isClosed)
                line.Add(line[0]);
            lines.Add(line);
        }
    }

    private static void AddCell(double[,] values, double level, int row, int column, Dictionary<int, (int First, int Second)> neighbours)
    {
        var columns = values.GetLength(1);
        var (a, b, c, d) = (values[row, column], values[row, column + 1], values[row + 1, column + 1], values[row + 1, column]);
        if (!double.IsFinite(a) || !double.IsFinite(b) || !double.IsFinite(c) || !double.IsFinite(d))
            return;
        var node = row * columns + column;
        var (bottom, right, top, left) = (2 * node, 2 * (node + 1) + 1, 2 * (node + columns), 2 * node + 1);
        var (isA, isB, isC, isD) = (a >= level, b >= level, c >= level, d >= level);
        Span<int> crossed = stackalloc int[4];
        var count = 0;
        if (isA != isB)
            crossed[count++] = bottom;
        if (isB != isC)
            crossed[count++] = right;
        if (isC != isD)
            crossed[count++] = top;
        if (isD != isA)
            crossed[count++] = left;
        if (count == 2)
        {
            Join(neighbours, crossed[0], crossed[1]);
        }
        else if (count == 4)
        {
            // The corners that are as the middle is are on one side of both lines.
            var joinsA = (a + b + c + d) / 4 >= level == isA;
            Join(neighbours, bottom, joinsA ? right : left);
            Join(neighbours, top, joinsA ? left : right);
        }
    }

    private static void Join(Dictionary<int, (int First, int Second)> neighbours, int one, int other)
    {
        neighbours[one] = neighbours.TryGetValue(one, out var known) ? (known.First, other) : (other, -1);
        neighbours[other] = neighbours.TryGetValue(other, out known) ? (known.First, one) : (one, -1);
    }

    private static (double Column, double Row) Crossing(double[,] values, double level, int edge, int columns)
    {
        var (row, column) = Math.DivRem(edge / 2, columns);
        var goesUp = edge % 2 == 1;
        var from = values[row, column];
        var to = goesUp ? values[row + 1, column] : values[row, column + 1];
        var share = (level - from) / (to - from);
        return goesUp ? (column, row + share) : (column + share, row);
    }
}
