namespace FusedOptim.Samples.Trajectories;

/// <summary>
/// The heights of a surface at the nodes of a grid: over the window, one cell beyond it on each side, and around that a rim
/// that is lower than everything, so that every region above a level is closed.
/// </summary>
internal sealed class HeightGrid
{
    private const int Beyond = 2;
    private readonly Window _window;
    private readonly double _cell;

    /// <param name="surface">The surface.</param>
    /// <param name="cellsAcross">The number of cells from left to right of the window.</param>
    public HeightGrid(Surface surface, int cellsAcross)
    {
        _window = surface.Window;
        _cell = _window.Width / cellsAcross;
        Columns = cellsAcross + 1 + 2 * Beyond;
        Rows = (int)Math.Ceiling(_window.Height / _cell) + 1 + 2 * Beyond;
        Heights = new double[Rows, Columns];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var isRim = row == 0 || column == 0 || row == Rows - 1 || column == Columns - 1;
                Heights[row, column] = isRim ? double.NegativeInfinity : HeightOf(surface.Value(At(column, row)));
            }
        }
    }

    /// <summary>The number of nodes from left to right.</summary>
    public int Columns { get; }

    /// <summary>The number of nodes from bottom to top.</summary>
    public int Rows { get; }

    /// <summary>The height at each node, by row and column.</summary>
    public double[,] Heights { get; }

    /// <summary>
    /// The height of a value: its square root, which runs straight towards a minimum, so that interpolating between nodes is
    /// accurate there, too.
    /// </summary>
    public static double HeightOf(double value) => Math.Sqrt(value);

    /// <summary>The point of a node, or of a place between nodes.</summary>
    public Point At(double column, double row) =>
        new(_window.Left + (column - Beyond) * _cell, _window.Bottom + (row - Beyond) * _cell);
}
