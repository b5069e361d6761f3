namespace FusedOptim.Benchmarks;

/// <summary>A gated recurrent unit and the batch that it goes through.</summary>
/// <param name="Inputs">The number of features of a position.</param>
/// <param name="Units">The number of values that it remembers.</param>
/// <param name="Positions">The number of positions of an example.</param>
/// <param name="BatchSize">The number of examples.</param>
internal sealed record RecurrentShape(int Inputs, int Units, int Positions, int BatchSize)
{
    /// <summary>The bound for the time of a forward and a backward pass, to TorchSharp's.</summary>
    public const double AtMostToTorchSharp = 0.75;

    /// <summary>The bound for the same time, to that of its matrix products.</summary>
    public const double AtMostToProducts = 1.6;

    public static RecurrentShape Default { get; } = new(Inputs: 64, Units: 128, Positions: 32, BatchSize: 32);

    /// <summary>Inputs, units, positions and batch, such as <c>64-128-32-32</c>.</summary>
    public string Name => string.Join('-', Inputs, Units, Positions, BatchSize);
}
