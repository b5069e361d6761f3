using System.Numerics;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Initialization;

/// <summary>
/// How a parameter starts. Values are drawn in double and rounded, element i from the i-th number of a random stream,
/// so that a seed means the same weights on every machine, and single precision starts from the rounded weights of
/// double.
/// </summary>
public abstract record Initializer
{
    /// <summary>
    /// Normal, variance 2 / fan-in: keeps the variance of signals through layers with ReLU (He, Zhang, Ren and Sun,
    /// "Delving deep into rectifiers", 2015).
    /// </summary>
    public static Initializer HeNormal { get; } = new He(RandomDistribution.Normal);

    /// <summary>Uniform, variance 2 / fan-in: between ±√(6 / fan-in) (He, Zhang, Ren and Sun, 2015).</summary>
    public static Initializer HeUniform { get; } = new He(RandomDistribution.Uniform);

    /// <summary>
    /// Normal, variance 2 / (fan-in + fan-out): for tanh (Glorot and Bengio, "Understanding the difficulty of training
    /// deep feedforward neural networks", 2010).
    /// </summary>
    public static Initializer XavierNormal { get; } = new Xavier(RandomDistribution.Normal);

    /// <summary>
    /// Uniform, variance 2 / (fan-in + fan-out): between ±√(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010).
    /// </summary>
    public static Initializer XavierUniform { get; } = new Xavier(RandomDistribution.Uniform);

    /// <summary>
    /// Normal, variance 4²·2 / (fan-in + fan-out): for the logistic function, whose slope at 0 is 1/4 (Glorot and Bengio,
    /// 2010).
    /// </summary>
    public static Initializer XavierLogisticNormal { get; } = new Xavier(RandomDistribution.Normal, 4);

    /// <summary>
    /// Uniform, variance 4²·2 / (fan-in + fan-out): between ±4·√(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010).
    /// </summary>
    public static Initializer XavierLogisticUniform { get; } = new Xavier(RandomDistribution.Uniform, 4);

    /// <summary>
    /// Normal, with the harmonic mean of 1 / fan-in and 1 / fan-out for a variance, which is 2 / (fan-in + fan-out): the same
    /// as <see cref="XavierNormal"/>.
    /// </summary>
    public static Initializer HarmonicMean => XavierNormal;

    /// <summary>Normal, variance 1 / fan-in: for linear layers (LeCun, Bottou, Orr and Müller, 1998).</summary>
    public static Initializer StandardNormal { get; } = new Standard(RandomDistribution.Normal);

    /// <summary>Uniform between ±1 / √fan-in, variance 1 / (3·fan-in).</summary>
    public static Initializer StandardUniform { get; } = new Standard(RandomDistribution.Uniform);

    /// <summary>
    /// Zeros: for biases. Weights that are all equal stay equal, so never for a layer followed by another.
    /// </summary>
    public static Initializer Zeros { get; } = new Constant(0);

    /// <summary>Fills a parameter.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="fanIn">The number of inputs that an output sums over.</param>
    /// <param name="fanOut">The number of outputs that an input goes to.</param>
    /// <param name="random">Random numbers for this parameter alone.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    public abstract void Fill<T>(Span<T> values, int fanIn, int fanOut, RandomStream random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
