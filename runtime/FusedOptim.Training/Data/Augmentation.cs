using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data;

/// <summary>
/// A random change of an example that leaves its label or targets true, made anew in each epoch, so that a network sees
/// more examples than there are. What an example becomes is a function of the seed, the epoch and its place in the data
/// set: the same on every machine, on any number of threads, in any order of examples, and after resuming.
/// </summary>
/// <remarks>The threads of a <see cref="Trainer"/> call one object at the same time, each for other examples. One of your own must keep
/// nothing from call to call.</remarks>
public abstract record Augmentation
{
    /// <summary>Several, one after the other.</summary>
    /// <param name="steps">The changes, the first first; with none, examples stay as they are.</param>
    public static Augmentation Combine(params ReadOnlySpan<Augmentation> steps) => new AugmentationSequence(steps);

    /// <summary>Writes what an example is in an epoch. Allocates nothing.</summary>
    /// <param name="example">The example.</param>
    /// <param name="target">Receives as many features.</param>
    /// <param name="scratch">Memory for as many features.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The number of the epoch; not negative.</param>
    /// <param name="row">The place of the example in its data set; not negative.</param>
    /// <exception cref="ArgumentException">A length is not that of the example, or not one that this can change; memory
    /// overlaps; or a number is negative.</exception>
    public void Apply(
        ReadOnlySpan<float> example, Span<float> target, Span<float> scratch, long seed, int epoch, int row)
    {
        CheckLength(target.Length, example.Length, nameof(target));
        CheckLength(scratch.Length, example.Length, nameof(scratch));
        if (target.Overlaps(scratch) || example.Overlaps(target) || example.Overlaps(scratch))
            throw new ArgumentException("The example, the target and the scratch memory overlap.", nameof(target));
        Guard.AtLeast(0, epoch);
        Guard.AtLeast(0, row);
        example.CopyTo(target);
        var random = new RandomSequence(RandomStreams.Augmentation(seed, epoch, row));
        Apply(target, scratch, ref random);
    }

    /// <summary>Changes an example in its place. Must not allocate.</summary>
    /// <param name="example">The features.</param>
    /// <param name="scratch">Memory for as many features, apart from them, in which anything may stand.</param>
    /// <param name="random">Where all randomness comes from.</param>
    /// <exception cref="ArgumentException">The example has a length that this cannot change.</exception>
    public abstract void Apply(Span<float> example, Span<float> scratch, ref RandomSequence random);

    /// <summary>Throws unless memory has a length.</summary>
    private protected static void CheckLength(int length, int expected, string name)
    {
        if (length != expected)
            throw new ArgumentException(Invariant($"{name} has {length} values; it must have {expected}."), name);
    }
}
