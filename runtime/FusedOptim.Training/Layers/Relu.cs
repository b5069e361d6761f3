namespace FusedOptim.Training;

/// <summary>
/// The rectified linear unit: y = max(x, 0). Its derivative at 0 is taken as 0. NaN stays NaN.
/// </summary>
public sealed record Relu : Layer
{
    /// <inheritdoc/>
    public override string Kind => "relu";

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new ReluLayer<T>();
}
