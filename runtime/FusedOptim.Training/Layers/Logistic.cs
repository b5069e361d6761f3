namespace FusedOptim.Training;

/// <summary>
/// The logistic function y = 1 / (1 + e^(−x)), <see cref="Elementwise.Logistic"/>: y between 0 and 1, derivative
/// y·(1 − y).
/// </summary>
public sealed record Logistic : Layer
{
    /// <inheritdoc/>
    public override string Kind => "logistic";

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new ActivationLayer<Function, T>();

    private readonly struct Function : IActivation
    {
        public static double Value(double input) => Elementwise.Logistic(input);

        public static double Derivative(double output) => output * (1 - output);
    }
}
