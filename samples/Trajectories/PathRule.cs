namespace FusedOptim.Samples.Trajectories;

/// <summary>An optimizer to choose on the command line.</summary>
internal abstract class PathRule
{
    // 1, 2 and 5 times each power of ten.
    private static readonly double[] LearningRates =
        [.. from exponent in Enumerable.Range(-4, 6) from digit in (int[])[1, 2, 5] select digit * Math.Pow(10, exponent)];

    /// <summary>All of them, simplest first.</summary>
    public static IReadOnlyList<PathRule> All { get; } =
    [
        new PathRule<Sgd>(new Sgd()),
        new PathRule<HeavyBall>(new HeavyBall()),
        new PathRule<Nesterov>(new Nesterov()),
        new PathRule<AdaGrad>(new AdaGrad()),
        new PathRule<RmsProp>(new RmsProp()),
        new PathRule<Adadelta>(new Adadelta()),
        new PathRule<Adam>(new Adam()),
        new PathRule<AdamW>(new AdamW()),
        new PathRule<NAdam>(new NAdam()),
        new PathRule<AmsGrad>(new AmsGrad()),
        new PathRule<AdaBelief>(new AdaBelief()),
        new PathRule<Adan>(new Adan()),
        new PathRule<Rprop>(new Rprop()),
        new PathRule<Lion>(new Lion()),
        new PathRule<Prodigy>(new Prodigy()),
    ];

    /// <summary>The names of those that are drawn unasked.</summary>
    public static IReadOnlyList<string> DefaultNames { get; } =
        ["sgd", "heavyball", "nesterov", "adagrad", "rmsprop", "adam", "lion", "prodigy"];

    /// <summary>The name of the record.</summary>
    public abstract string Title { get; }

    /// <summary>The name on the command line.</summary>
    public string Name => Title.ToLowerInvariant();

    /// <summary>
    /// The best path of those with different learning rates: the one that comes down earliest and farthest without
    /// leaving the picture or leaping over a part of it, if there is one.
    /// </summary>
    public Trajectory TraceBest(Surface surface, int steps) =>
        LearningRates
            .Select(rate => Trace(surface, steps, rate))
            .OrderByDescending(path => path.CanBeFollowed)
            .ThenBy(path => path.MeanLogarithm)
            .First();

    /// <summary>Steps from the start of a surface.</summary>
    public abstract Trajectory Trace(Surface surface, int steps, double learningRate);
}
