namespace FusedOptim.Training.Randomness;

/// <summary>The streams of random numbers of a seed, by purpose, so that no two purposes ever share numbers.</summary>
internal static class RandomStreams
{
    private enum Purpose : long
    {
        Parameter = 1,
        Epoch,
        Split,
        Layer,
        Fold,
        GradientNoise,
        Search,
        Sampling,
        Direction,
    }

    /// <summary>The numbers that a parameter starts from.</summary>
    /// <param name="seed">The seed of the network.</param>
    /// <param name="index">The place of the parameter in the order of adding.</param>
    public static RandomStream Parameter(long seed, int index) => Stream(seed, Purpose.Parameter, index);

    /// <summary>The numbers that the order of an epoch's examples comes from.</summary>
    /// <param name="seed">The seed of the batches.</param>
    /// <param name="epoch">The number of the epoch.</param>
    public static RandomStream Epoch(long seed, int epoch) => Stream(seed, Purpose.Epoch, epoch);

    /// <summary>The numbers that a split comes from.</summary>
    /// <param name="seed">The seed of the split.</param>
    /// <param name="label">The label whose examples are split, or 0 for all at once.</param>
    public static RandomStream Split(long seed, int label) => Stream(seed, Purpose.Split, label);

    /// <summary>The numbers that a layer draws in training, such as the masks of dropout.</summary>
    /// <param name="seed">The seed of the network.</param>
    /// <param name="index">The place of the layer among those that draw.</param>
    public static RandomStream Layer(long seed, int index) => Stream(seed, Purpose.Layer, index);

    /// <summary>The numbers that folds come from.</summary>
    /// <param name="seed">The seed of the folds.</param>
    /// <param name="label">The label whose examples are dealt, or 0 for all at once.</param>
    public static RandomStream Fold(long seed, int label) => Stream(seed, Purpose.Fold, label);

    /// <summary>The numbers that an example is changed by in an epoch.</summary>
    /// <param name="seed">The seed of the batches.</param>
    /// <param name="epoch">The number of the epoch; not negative.</param>
    /// <param name="row">The place of the example in its data set.</param>
    public static RandomStream Augmentation(long seed, int epoch, int row) =>
        // The two numbers leave no room for a purpose: only these streams are negative.
        new(seed, long.MinValue | ((long)epoch << 32) | (uint)row);

    /// <summary>The noise on the gradients of a parameter.</summary>
    /// <param name="seed">The seed of the noise.</param>
    /// <param name="index">The place of the parameter in the order of adding.</param>
    public static RandomStream GradientNoise(long seed, int index) => Stream(seed, Purpose.GradientNoise, index);

    /// <summary>The numbers that a point of a search is drawn from.</summary>
    /// <param name="seed">The seed of the search.</param>
    /// <param name="index">The number of the point.</param>
    public static RandomStream Search(long seed, int index) => Stream(seed, Purpose.Search, index);

    /// <summary>The numbers of a part of what a stream is for.</summary>
    /// <param name="stream">The stream of one of the purposes; that of part 0.</param>
    /// <param name="part">The number of the part: from 0 to 127.</param>
    public static RandomStream Part(RandomStream stream, int part) =>
        // Above the purposes.
        new(stream.Seed, stream.Stream | ((long)part << 56));

    /// <summary>The numbers that a layer draws when predictions are sampled.</summary>
    /// <param name="seed">The seed of the samples.</param>
    /// <param name="layer">The numbers that the layer draws in training.</param>
    public static RandomStream Sampling(long seed, RandomStream layer) =>
        // Another purpose, which the 24 bits above the index have; the index and the part stay.
        new(seed, layer.Stream & ~(0xff_ffffL << 32) | ((long)Purpose.Sampling << 32));

    /// <summary>The numbers that a direction in the space of the weights is drawn from.</summary>
    /// <param name="seed">The seed of the direction.</param>
    /// <param name="index">The place of the parameter in the order of adding.</param>
    public static RandomStream Direction(long seed, int index) => Stream(seed, Purpose.Direction, index);

    private static RandomStream Stream(long seed, Purpose purpose, int index) =>
        new(seed, ((long)purpose << 32) | (uint)index);
}
