using System.Globalization;
using System.Text;

namespace FusedOptim.Training.Metrics;

/// <summary>Precision, recall and F1 of a class, or their means over classes.</summary>
/// <param name="Precision">The share of the examples predicted to be of the class that are of it; 0 where none is predicted.</param>
/// <param name="Recall">The share of the examples of the class that are predicted to be of it; 0 where there are none.</param>
/// <param name="F1">The harmonic mean of precision and recall; 0 where both are 0.</param>
/// <param name="ExampleCount">The number of examples of the class.</param>
/// <remarks>0 for 0/0 is the choice of scikit-learn.</remarks>
public readonly record struct ClassScores(double Precision, double Recall, double F1, int ExampleCount)
{
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture,
            $"Precision = {Precision}, Recall = {Recall}, F1 = {F1}, ExampleCount = {ExampleCount}");
        return true;
    }
}
