using System.Runtime.CompilerServices;
using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>
/// A random change of a text that leaves its label true. A text is a list of words, or of sentences where a change says so;
/// cutting texts into them is the caller's. What a text becomes is a function of the seed, the epoch and its place in the
/// data: the same on every machine, on any number of threads, in any order of texts, and after resuming.
/// </summary>
public abstract record TextAugmentation
{
    /// <summary>Several, one after the other.</summary>
    /// <param name="steps">The changes, the first first; with none, texts stay as they are.</param>
    public static TextAugmentation Combine(params ReadOnlySpan<TextAugmentation> steps) =>
        new TextAugmentationSequence(steps);

    /// <summary>What a text is in an epoch.</summary>
    /// <param name="text">Its words, or its sentences; none of them <see langword="null"/>. They stay as they are.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The number of the epoch; not negative.</param>
    /// <param name="row">The place of the text in its data; not negative.</param>
    /// <exception cref="ArgumentException">A word is <see langword="null"/>, or a number is negative.</exception>
    public IReadOnlyList<string> Apply(IEnumerable<string> text, long seed, int epoch, int row)
    {
        ArgumentNullException.ThrowIfNull(text);
        Guard.AtLeast(0, epoch);
        Guard.AtLeast(0, row);
        List<string> changed = [.. text];
        var missing = changed.IndexOf(null!);
        if (missing >= 0)
            throw new ArgumentException(Invariant($"Word {missing} of the text is null; there must be none such."), nameof(text));
        var random = new RandomSequence(RandomStreams.Augmentation(seed, epoch, row));
        Apply(changed, ref random);
        return changed.AsReadOnly();
    }

    /// <summary>Changes a text in its place.</summary>
    /// <param name="text">Its words, or its sentences.</param>
    /// <param name="random">Where all randomness comes from.</param>
    public abstract void Apply(List<string> text, ref RandomSequence random);

    /// <summary>Throws unless a share or a probability is one.</summary>
    private protected static double CheckShare(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        Guard.Check(value is >= 0 and <= 1, value, "from 0 to 1", name);
        return value;
    }

    /// <summary>
    /// How many changes a share of the words means: the whole part of share · words, but at least 1 where the share is not
    /// 0, as in the code of the paper on EDA.
    /// </summary>
    private protected static int CountChanges(double share, int words) =>
        share == 0 || words == 0 ? 0 : Math.Max(1, (int)(share * words));
}
