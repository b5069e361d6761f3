using System.Globalization;
using System.Text;

namespace FusedOptim.Training.Tuning;

/// <summary>The score of a trial after an epoch.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Score">The score: less is better.</param>
public readonly record struct CurvePoint(int Epoch, double Score)
{
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Epoch = {Epoch}, Score = {Score}");
        return true;
    }
}
