namespace FusedOptim.Training.Layers.Computing;

/// <summary>The sizes of a gated recurrent unit.</summary>
/// <param name="Positions">The number of positions of an example.</param>
/// <param name="Inputs">The number of features of a position.</param>
/// <param name="Units">The number of values of h.</param>
internal readonly record struct GruShape(int Positions, int Inputs, int Units)
{
    /// <summary>The number of values of the three gates: r, z and n.</summary>
    public int Gates => 3 * Units;
}
