using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Landscapes;

/// <summary>The loss over two directions.</summary>
/// <param name="Places">The places along each of the two directions, where 0 is the weights of the network, in increasing
/// order.</param>
/// <param name="Losses">The losses, row by row: those of all places along the second direction for each place along the first.</param>
public sealed record LossSurface(IReadOnlyList<double> Places, IReadOnlyList<double> Losses)
{
    /// <summary>Gets the places along each of the two directions, where 0 is the weights of the network, in increasing order.</summary>
    public IReadOnlyList<double> Places { get; init => field = ValueList<double>.Of(value); } = ValueList<double>.Of(Places);

    /// <summary>Gets the losses, row by row.</summary>
    public IReadOnlyList<double> Losses { get; init => field = ValueList<double>.Of(value); } = ValueList<double>.Of(Losses);

    /// <summary>Gets the loss at a place along each direction.</summary>
    /// <param name="first">The index of the place along the first direction.</param>
    /// <param name="second">The index of the place along the second direction.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public double this[int first, int second]
    {
        get
        {
            Check(first, nameof(first));
            Check(second, nameof(second));
            return Losses[first * Places.Count + second];

            void Check(int index, string name) => Guards.Guard.CheckBetween(0, Places.Count - 1, index, name);
        }
    }
}
