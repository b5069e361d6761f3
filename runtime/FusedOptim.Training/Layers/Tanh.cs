namespace FusedOptim.Training;

/// <summary>The hyperbolic tangent, <see cref="Elementwise.Tanh"/>: y between −1 and 1, derivative 1 − y².</summary>
public sealed record Tanh : Layer
{
    /// <inheritdoc/>
    public override string Kind => "tanh";

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new ActivationLayer<Function, T>();

    private readonly struct Function : IActivation
    {
        public static double Value(double input) => Elementwise.Tanh(input);

        public static double Derivative(double output) => 1 - output * output;
    }
}
