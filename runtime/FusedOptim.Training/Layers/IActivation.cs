namespace FusedOptim.Training;

/// <summary>A function of one number that a layer applies to each value, with its derivative.</summary>
internal interface IActivation
{
    static abstract double Value(double input);

    /// <summary>The derivative, by what <see cref="Value"/> gave.</summary>
    static abstract double Derivative(double output);
}
