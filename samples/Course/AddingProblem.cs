using FusedOptim.Training;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Samples.Course;

/// <summary>
/// The adding problem: at each position a number between 0 and 1 and a mark, which is 1 at two positions, one in each half of the
/// sequence, and 0 elsewhere. The target is the sum of the two marked numbers (Hochreiter and Schmidhuber, "Long short-term memory",
/// 1997, section 5.4). Always answering 1 has the mean squared error 1/6.
/// </summary>
internal static class AddingProblem
{
    /// <summary>The number of features of a position: the number and the mark.</summary>
    public const int Features = 2;

    /// <summary>The mean squared error of the answer 1.</summary>
    public const double ErrorOfTheMean = 1.0 / 6;

    /// <summary>Draws examples.</summary>
    /// <param name="count">The number of examples.</param>
    /// <param name="positions">The length of a sequence: at least 2.</param>
    /// <param name="seed">The seed of the numbers.</param>
    public static Dataset Draw(int count, int positions, long seed)
    {
        var features = new float[count * positions * Features];
        var targets = new float[count];
        for (var example = 0; example < count; example++)
        {
            var random = new RandomStream(seed, example);
            var sequence = features.AsSpan(example * positions * Features, positions * Features);
            for (var position = 0; position < positions; position++)
                sequence[position * Features] = (float)random.GetUniform(position);
            var half = positions / 2;
            int[] marked = [random.GetInteger(positions, half), half + random.GetInteger(positions + 1, positions - half)];
            foreach (var position in marked)
            {
                sequence[position * Features + 1] = 1;
                targets[example] += sequence[position * Features];
            }
        }

        return new Dataset(features, targets, count);
    }
}
