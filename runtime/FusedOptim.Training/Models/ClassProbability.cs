using System.Globalization;
using System.Text;

namespace FusedOptim.Training;

/// <summary>The probability of a class.</summary>
/// <param name="Class">The class, from 0: the index of an output.</param>
/// <param name="Name">Its name (<see cref="Network{T}.OutputNames"/>).</param>
/// <param name="Probability">The probability, from 0 to 1.</param>
public readonly record struct ClassProbability(int Class, string Name, double Probability)
{
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Class = {Class}, Name = {Name}, Probability = {Probability}");
        return true;
    }
}
