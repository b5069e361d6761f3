
namespace FusedOptim.Samples.Trajectories;

/// <summary>
/// Marching squares (after Lorensen and Cline, 1987): the lines around the region above a level. Each cell whose corners
/// lie on both sides of the level has a segment from edge to edge, or two; following them from cell to cell gives loops.
/// </summary>
internal static class MarchingSquares
{
    // The edges of a cell, counterclockwise.
    private const int Bottom = 0, Right = 1, Top = 2, Left = 3;

    /// <summary>All loops of a level, which keep the region above it on their right.</summary>
    public static List<List<Point>> Loops(HeightGrid grid, double level)
    {
        var loops = new List<List<Point>>();
        // What has been walked: an edge through which a cell is entered.
        var entered = new HashSet<(int Column, int Row, int Edge)>();
        for (var row = 0; row < grid.Rows - 1; row++)
        {
            for (var column = 0; column < grid.Columns - 1; column++)
            {
                for (var edge = Bottom; edge <= Left; edge++)
                {
                    if (IsEntry(grid, level, column, row, edge) && !entered.Contains((column, row, edge)))
                        loops.Add(Walk(grid, level, column, row, edge, entered));
                }
            }
        }

        return loops;
    }

    private static List<Point> Walk(
        HeightGrid grid, double level, int column, int row, int edge, HashSet<(int, int, int)> entered)
    {
        var loop = new List<Point>();
        while (entered.Add((column, row, edge)))
        {
            loop.Add(Crossing(grid, level, column, row, edge));
            edge = Exit(grid, level, column, row, edge);
            (column, row, edge) = edge switch
            {
                Bottom => (column, row - 1, Top),
                Right => (column + 1, row, Left),
                Top => (column, row + 1, Bottom),
                _ => (column - 1, row, Right),
            };
        }

        return loop;
    }

    // With the high ground on the right, a line enters through an edge whose first corner, counterclockwise, is low and
    // whose second is high, and leaves where it is the other way about.
    private static bool IsEntry(HeightGrid grid, double level, int column, int row, int edge) =>
        !IsHigh(grid, level, column, row, edge) && IsHigh(grid, level, column, row, (edge + 1) % 4);

    private static int Exit(HeightGrid grid, double level, int column, int row, int entry)
    {
        // A cell with two high corners, opposite each other: the mean decides whether they are one region in it.
        var isSaddle = IsHigh(grid, level, column, row, entry) == IsHigh(grid, level, column, row, (entry + 2) % 4) &&
            IsHigh(grid, level, column, row, (entry + 1) % 4) == IsHigh(grid, level, column, row, (entry + 3) % 4);
        if (isSaddle)
            return (entry + (Mean(grid, column, row) > level ? 3 : 1)) % 4;
        for (var turn = 1; ; turn++)
        {
            var edge = (entry + turn) % 4;
            if (IsHigh(grid, level, column, row, edge) && !IsHigh(grid, level, column, row, (edge + 1) % 4))
                return edge;
        }
    }

    private static double Mean(HeightGrid grid, int column, int row) =>
        Enumerable.Range(0, 4).Average(corner => Height(grid, column, row, corner));

    // Corner n is the first corner of edge n.
    private static (int Column, int Row) Corner(int column, int row, int corner) => corner switch
    {
        0 => (column, row),
        1 => (column + 1, row),
        2 => (column + 1, row + 1),
        _ => (column, row + 1),
    };

    private static double Height(HeightGrid grid, int column, int row, int corner)
    {
        var (x, y) = Corner(column, row, corner);
        return grid.Heights[y, x];
    }

    private static bool IsHigh(HeightGrid grid, double level, int column, int row, int corner) =>
        Height(grid, column, row, corner) > level;

    private static Point Crossing(HeightGrid grid, double level, int column, int row, int edge)
    {
        var (first, second) = (Corner(column, row, edge), Corner(column, row, (edge + 1) % 4));
        var (low, high) = (grid.Heights[first.Row, first.Column], grid.Heights[second.Row, second.Column]);
        // A node on the rim is infinitely low.
        var share = double.IsFinite(low) ? (level - low) / (high - low) : 0.5;
        return grid.At(
            first.Column + share * (second.Column - first.Column), first.Row + share * (second.Row - first.Row));
    }
}
