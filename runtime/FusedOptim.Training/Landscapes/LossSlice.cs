using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Landscapes;

/// <summary>The loss along one direction.</summary>
/// <param name="Places">The places, where 0 is the weights of the network, in increasing order.</param>
/// <param name="Losses">The loss at each place.</param>
public sealed record LossSlice(IReadOnlyList<double> Places, IReadOnlyList<double> Losses)
{
    /// <summary>Gets the places, where 0 is the weights of the network, in increasing order.</summary>
    public IReadOnlyList<double> Places { get; init => field = ValueList<double>.Of(value); } = ValueList<double>.Of(Places);

    /// <summary>Gets the loss at each place.</summary>
    public IReadOnlyList<double> Losses { get; init => field = ValueList<double>.Of(value); } = ValueList<double>.Of(Losses);
}
