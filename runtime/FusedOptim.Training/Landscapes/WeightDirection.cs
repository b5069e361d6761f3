namespace FusedOptim.Training.Landscapes;

/// <summary>A direction in the space of the weights of a network.</summary>
public abstract record WeightDirection
{
    private protected WeightDirection()
    {
    }

    /// <summary>Computes the components of the direction, by the weights that a network holds.</summary>
    /// <param name="network">The network.</param>
    /// <returns>As many values as there are for each parameter, then for each buffer.</returns>
    /// <exception cref="ArgumentException">The direction is not one of the network.</exception>
    internal abstract double[][] GetComponents(Network<float> network);
}
