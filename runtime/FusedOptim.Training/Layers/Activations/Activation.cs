using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>
/// A layer that applies a declared function to each value. Declare one by its formula; the generator compiles it, with its
/// derivative, into vectorized kernels:
/// <code>
/// [ElementwiseFunction]
/// public sealed partial record Swish(double Beta = 1) : Activation&lt;Swish&gt;
/// {
///     private double Value(double x) => x * Elementwise.Logistic(Beta * x);
/// }
/// </code>
/// </summary>
/// <typeparam name="TSelf">The record itself, with <see cref="ElementwiseFunctionAttribute"/> and a method of one
/// argument.</typeparam>
public abstract record Activation<TSelf> : Layer, IActivation
    where TSelf : Activation<TSelf>, IElementwiseFunction<TSelf>
{
    /// <summary>The name of the record in lower case.</summary>
    public override string Kind => TSelf.Schema.Name.ToLowerInvariant();

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => true;

    /// <summary>Gets the bounds that <see cref="IActivation.Bounds"/> states; none by default. Override it for a function that approaches a
    /// number on both sides.</summary>
    protected virtual (double Lower, double Upper)? Bounds => null;

    /// <inheritdoc/>
    (double Lower, double Upper)? IActivation.Bounds => Bounds;

    /// <inheritdoc/>
    FunctionSchema IActivation.Schema => TSelf.Schema;

    /// <inheritdoc/>
    IReadOnlyList<FunctionOperation> IActivation.GetOperations() => ElementwiseFunction.GetOperations((TSelf)this);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The function takes more than one argument.</exception>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return TSelf.Schema.Arguments.Count == 1
            ? new ActivationLayer<TSelf, T>((TSelf)this, builder.Team)
            : throw new NotSupportedException(
                $"{TSelf.Schema.Name} takes {TSelf.Schema.Arguments.Count} arguments " +
                $"({string.Join(", ", TSelf.Schema.Arguments)}); the function of a layer takes one.");
    }
}
