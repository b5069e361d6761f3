namespace FusedOptim.Benchmarks;

/// <summary>The matrices of a product, which all candidates read.</summary>
internal sealed class ProductOperands
{
    public ProductOperands(ProductShape shape)
    {
        Shape = shape;
        Inputs = new float[shape.Rows * shape.Depth];
        Weights = new float[shape.Columns * shape.Depth];
        AdamWOperands.FillParameters(Inputs);
        AdamWOperands.FillParameters(Weights);
    }

    public ProductShape Shape { get; }

    /// <summary>rows × depth.</summary>
    public float[] Inputs { get; }

    /// <summary>columns × depth.</summary>
    public float[] Weights { get; }

    /// <summary>Room for a result, rows × columns.</summary>
    public float[] NewResult() => new float[Shape.Rows * Shape.Columns];
}
