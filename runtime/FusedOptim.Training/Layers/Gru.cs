using FusedOptim.Guards;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// A gated recurrent unit over the positions of a sequence (Cho et al., "Learning phrase representations using RNN
/// encoder-decoder for statistical machine translation", 2014, section 2.3), by PyTorch's formula. From h₀ = 0, at each position t:
/// <code>
/// r = logistic(W_ir·x + b_ir + W_hr·h + b_hr)
/// z = logistic(W_iz·x + b_iz + W_hz·h + b_hz)
/// n = tanh(W_in·x + b_in + r ⊙ (W_hn·h + b_hn))
/// hₜ = (1 − z) ⊙ n + z ⊙ h, with h = hₜ₋₁
/// </code>
/// The layer takes positions × inputs and gives hₜ of each position: positions × units. <see cref="LastPosition"/> leaves the last
/// one. Parameters, named and shaped as those of PyTorch's <c>GRU</c>, with the rows of r, z and n in this order: "weight_ih",
/// 3·units × inputs, "weight_hh", 3·units × units, "bias_ih" and "bias_hh", 3·units.
/// </summary>
/// <remarks>
/// <para>Truncated back-propagation: the positions are cut into sections of <see cref="Truncation"/> positions, and derivatives do not
/// flow from the first position of a section to the one before it. Values do. The derivatives are then those of each section alone,
/// with the h before it as a constant (Williams and Peng, "An efficient gradient-based algorithm for on-line training of recurrent
/// network trajectories", 1990).</para>
/// <para>Recurrent dropout: while learning, a value of h is dropped with probability p in the products with W_hr, W_hz and W_hn, and
/// multiplied by 1/(1 − p) otherwise. An example has one mask at all positions (Gal and Ghahramani, "A theoretically grounded
/// application of dropout in recurrent neural networks", 2016). The h of z ⊙ h is not dropped. For dropout of the inputs, put a
/// <see cref="Dropout"/> with <see cref="Dropout.Variational"/> before the layer.</para>
/// <para>Gates are computed by <see cref="Elementwise.Logistic"/> and <see cref="Elementwise.Tanh"/>, sums in a fixed order: the same
/// bits on every machine and any number of threads.</para>
/// </remarks>
public sealed record Gru : Layer
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="inputs">The number of features of a position; at least 1.</param>
    /// <param name="units">The number of values of h; at least 1.</param>
    /// <param name="truncation">The number of positions that derivatives flow through; at least 1. <see langword="null"/>, the
    /// default, for all.</param>
    /// <param name="recurrentDropout">The probability that a value of h is dropped: from 0 to below 1, taken to the nearest multiple
    /// of 2⁻³².</param>
    /// <param name="inputWeight">The initializer of W_ir, W_iz and W_in, each of units × inputs; by default uniform between
    /// ±1/√units, as in PyTorch.</param>
    /// <param name="recurrentWeight">The initializer of W_hr, W_hz and W_hn, each of units × units, such as
    /// <see cref="Orthogonal"/>; by default uniform between ±1/√units.</param>
    /// <param name="bias">The initializer of the biases; by default uniform between ±1/√units.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Gru(
        int inputs, int units, int? truncation = null, double recurrentDropout = 0, Initializer? inputWeight = null,
        Initializer? recurrentWeight = null, Initializer? bias = null)
    {
        Inputs = Guard.AtLeast(1, inputs);
        Units = Guard.AtLeast(1, units);
        Guard.Check(truncation is null or >= 1, truncation ?? 0, "at least 1", nameof(truncation));
        Guard.Check(
            recurrentDropout is >= 0 and <= DropoutMask.GreatestProbability, recurrentDropout, "at least 0 and below 1");
        Truncation = truncation;
        RecurrentDropout = recurrentDropout;
        var bound = 1 / Math.Sqrt(units);
        var uniform = new Uniform(-bound, bound);
        InputWeight = inputWeight ?? uniform;
        RecurrentWeight = recurrentWeight ?? uniform;
        Bias = bias ?? uniform;
    }

    /// <summary>The number of features of a position.</summary>
    public int Inputs { get; }

    /// <summary>The number of values of h.</summary>
    public int Units { get; }

    /// <summary>The number of positions that derivatives flow through; <see langword="null"/> for all.</summary>
    public int? Truncation { get; }

    /// <summary>The probability that a value of h is dropped while the network learns.</summary>
    public double RecurrentDropout { get; }

    /// <summary>The initializer of the weights of the inputs.</summary>
    public Initializer InputWeight { get; }

    /// <summary>The initializer of the weights of h.</summary>
    public Initializer RecurrentWeight { get; }

    /// <summary>The initializer of the biases.</summary>
    public Initializer Bias { get; }

    /// <inheritdoc/>
    public override string Kind => "gru";

    /// <inheritdoc/>
    public override int? InputFeatures => Inputs;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The example is an image, whose positions are not the steps of a sequence.</exception>
    public override ExampleShape GetOutputShape(ExampleShape input) => input.Width == 1
        ? new(input.Positions, Units)
        : throw new ArgumentException(
            $"A Gru takes a sequence, positions × features; it is given an image of {input} (height × width × channels). Give the " +
            "rows of the image as positions, by an Input of height × (width · channels).", nameof(input));

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        var rows = checked(3 * Units);
        return new GruLayer<T>(builder.Team, builder.Product, new GruShape(builder.InputShape.Positions, Inputs, Units))
        {
            Truncation = Truncation ?? int.MaxValue,
            InputWeight = builder.Add("weight_ih", ParameterKind.Weight, new EachGate(InputWeight), Inputs, Units, rows, Inputs),
            RecurrentWeight = builder.Add("weight_hh", ParameterKind.Weight, new EachGate(RecurrentWeight), Units, Units, rows, Units),
            InputBias = builder.Add("bias_ih", ParameterKind.Bias, new EachGate(Bias), Inputs, Units, rows),
            RecurrentBias = builder.Add("bias_hh", ParameterKind.Bias, new EachGate(Bias), Units, Units, rows),
            Dropout = RecurrentDropout > 0 ? new RecurrentDropout<T>(builder.TakeRandomStream(), RecurrentDropout, Units) : null,
        };
    }
}
