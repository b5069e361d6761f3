namespace FusedOptim.Benchmarks;

/// <summary>A product of a rows × depth matrix and the transpose of a columns × depth one.</summary>
internal sealed record ProductShape(int Rows, int Columns, int Depth)
{
    /// <summary>The layers of the training steps that are compared with PyTorch, and squares.</summary>
    public static IReadOnlyList<ProductShape> All { get; } =
        [new(64, 128, 784), new(128, 512, 784), new(512, 512, 512), new(1024, 1024, 1024)];

    /// <summary>Multiplications and additions.</summary>
    public double Operations => 2.0 * Rows * Columns * Depth;

    /// <summary>Such as <c>64x128x784</c>.</summary>
    public string Name => $"{Rows}x{Columns}x{Depth}";
}
