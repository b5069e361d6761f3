using System.Numerics;
using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training;

/// <summary>
/// Normal noise that is added to all gradients before a step, after t others with the variance η / (1 + t)^γ: it leads deep
/// networks out of bad starts, and goes away (Neelakantan et al., "Adding gradient noise improves learning for very deep
/// networks", 2015).
/// </summary>
/// <remarks>The noise of an element is a function of the seed, the step and the element: the same on every machine and after
/// resuming. Where some rows of a parameter alone have a gradient (<see cref="Parameter{T}.RowGradient"/>), these rows get noise.</remarks>
public sealed record GradientNoise
{
    // Elements of one step; the steps before it use the numbers below.
    private const int ElementBits = 36;

    /// <summary>Noise.</summary>
    /// <param name="eta">η, the variance to begin with: positive and finite. The paper tries 0.01, 0.3 and 1.</param>
    /// <param name="gamma">γ, how fast it falls: not negative and finite.</param>
    /// <param name="seed">What it is drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public GradientNoise(double eta = 0.01, double gamma = 0.55, long seed = 0)
    {
        Guard.CheckPositive(eta);
        Guard.Check(gamma >= 0 && double.IsFinite(gamma), gamma, "at least 0 and finite");
        (Eta, Gamma, Seed) = (eta, gamma, seed);
    }

    /// <summary>The variance to begin with.</summary>
    public double Eta { get; }

    /// <summary>How fast the variance falls.</summary>
    public double Gamma { get; }

    /// <summary>What the noise is drawn from.</summary>
    public long Seed { get; }

    /// <summary>The standard deviation for a step.</summary>
    /// <param name="step">The step, counted from 1; the first has the variance η.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
    public double GetDeviation(int step) => Math.Sqrt(Eta / Elementwise.Pow(Guard.AtLeast(1, step), Gamma));

    /// <summary>Adds the noise of a step to the gradients of all parameters of a set that are not frozen.</summary>
    /// <param name="parameters">The set.</param>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="gradientScale">What the gradients were multiplied by, such as a loss scale.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
    public void AddTo<T>(ParameterSet<T> parameters, int step, double gradientScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var deviation = GetDeviation(step) * gradientScale;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].IsFrozen)
                continue;
            var random = RandomStreams.GradientNoise(Seed, i);
            var first = (long)step << ElementBits;
            if (parameters[i].RowGradient is not { } rows)
            {
                RandomNumbers.AddNormal(random, first, deviation, parameters[i].Gradients);
                continue;
            }

            var length = (int)parameters[i].Count / parameters[i].Shape[0];
            for (var place = 0; place < rows.Count; place++)
            {
                RandomNumbers.AddNormal(
                    random, first + (long)rows.Rows[place] * length, deviation, rows.Values.Slice(place * length, length));
            }
        }
    }
}
