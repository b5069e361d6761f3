using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>
/// Deletes each word with a probability, but never all: if none would be left, a random one is (Wei and Zou, "EDA", 2019).
/// </summary>
public sealed record RandomDeletion : TextAugmentation
{
    /// <summary>A random change of words.</summary>
    /// <param name="probability">How likely each word is deleted; from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public RandomDeletion(double probability = 0.1) => Probability = CheckShare(probability);

    /// <summary>How likely each word is deleted.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override void Apply(List<string> text, ref RandomSequence random)
    {
        if (text.Count == 0)
            return;
        var kept = 0;
        var survivor = text[random.NextInteger(text.Count)];
        for (var place = 0; place < text.Count; place++)
        {
            if (!random.NextBernoulli(Probability))
                text[kept++] = text[place];
        }

        if (kept == 0)
            text[kept++] = survivor;
        text.RemoveRange(kept, text.Count - kept);
    }
}
