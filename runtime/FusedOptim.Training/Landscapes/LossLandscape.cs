using System.Runtime.CompilerServices;
using FusedOptim.Guards;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Landscapes;

/// <summary>
/// Looks at the loss around the weights of a network: along one or two directions, and how fast it rises. The weights and buffers are put
/// back bit for bit, also where an exception ends the call.
/// </summary>
/// <remarks>Losses are those of <see cref="Evaluation.Compute"/>, on the data that are given: nothing is dropped, and batch normalization
/// takes its running statistics, which stay as they are in random directions. Members of <see cref="Network{T}"/> look around the weights
/// that it holds, those of <see cref="Trainer"/> around the evaluation weights (<see cref="Trainer.UseEvaluationWeights"/>). A function of
/// weights, data and seeds: the same bits on every machine.</remarks>
public static class LossLandscape
{
    /// <summary>Computes the loss along a direction.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="direction">The direction, such as <see cref="RandomDirection"/> or <see cref="DirectionTo"/>.</param>
    /// <param name="from">The first place; finite.</param>
    /// <param name="to">The last place; finite and above the first.</param>
    /// <param name="count">The number of places, at equal distances; at least 2. An odd number includes the middle.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <exception cref="ArgumentException">The data do not fit the network or the loss, or the direction is not one of the
    /// network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="InvalidOperationException">The network is in use on another thread.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public static LossSlice ComputeLossSlice(
        this Network<float> network, Loss loss, Dataset dataset, WeightDirection direction, double from = -1, double to = 1,
        int count = 21, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(direction);
        var places = GetPlaces(from, to, count);
        using var access = network.Access.Enter();
        using var weights = new DisplacedWeights(network, direction);
        var losses = new double[count];
        for (var i = 0; i < count; i++)
        {
            weights.MoveTo(places[i]);
            losses[i] = Evaluation.Compute(network, loss, dataset, cancellationToken).Loss;
        }

        return new LossSlice(places, losses);
    }

    /// <summary>Computes the loss over two directions, at the same places along each.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="first">The first direction.</param>
    /// <param name="second">The second direction. Two random directions are nearly orthogonal, because there are many
    /// weights.</param>
    /// <param name="from">The first place; finite.</param>
    /// <param name="to">The last place; finite and above the first.</param>
    /// <param name="count">The number of places along each direction; at least 2. The loss is computed at the square of
    /// it.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <inheritdoc cref="ComputeLossSlice(Network{float}, Loss, Dataset, WeightDirection, double, double, int, CancellationToken)" path="/exception"/>
    public static LossSurface ComputeLossSurface(
        this Network<float> network, Loss loss, Dataset dataset, WeightDirection first, WeightDirection second, double from = -1,
        double to = 1, int count = 21, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var places = GetPlaces(from, to, count);
        using var access = network.Access.Enter();
        using var weights = new DisplacedWeights(network, first, second);
        var losses = new double[checked(count * count)];
        for (var i = 0; i < losses.Length; i++)
        {
            weights.MoveTo(places[i / count], places[i % count]);
            losses[i] = Evaluation.Compute(network, loss, dataset, cancellationToken).Loss;
        }

        return new LossSurface(places, losses);
    }

    /// <summary>
    /// Computes how fast the loss rises: L(θ + r·d) − L(θ) and L(θ − r·d) − L(θ) for random directions d
    /// (<see cref="RandomDirection"/>). Their mean is the expected sharpness of Neyshabur, Bhojanapalli, McAllester and Srebro,
    /// "Exploring generalization in deep learning", 2017 (section 2), for noise in proportion to each filter. The largest is a
    /// lower bound of the rise within the radius that Keskar, Mudigere, Nocedal, Smelyanskiy and Tang maximize ("On large-batch training
    /// for deep learning: generalization gap and sharp minima", 2017, section 2.2).
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="dataset">The data; usually those of training, as the notion is of the training loss.</param>
    /// <param name="radius">r: how far, by the norm of each row of the weights; above 0 and finite.</param>
    /// <param name="directions">The number of directions; at least 1.</param>
    /// <param name="seed">The seed of the first direction; others have the numbers after it.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <inheritdoc cref="ComputeLossSlice(Network{float}, Loss, Dataset, WeightDirection, double, double, int, CancellationToken)" path="/exception"/>
    public static Sharpness ComputeSharpness(
        this Network<float> network, Loss loss, Dataset dataset, double radius = 0.1, int directions = 10, long seed = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        Guard.CheckPositive(radius);
        Guard.AtLeast(1, directions);
        using var access = network.Access.Enter();
        var center = Evaluation.Compute(network, loss, dataset, cancellationToken).Loss;
        var (sum, largest) = (0.0, double.NegativeInfinity);
        for (var i = 0; i < directions; i++)
        {
            using var weights = new DisplacedWeights(network, new RandomDirection(unchecked(seed + i)));
            foreach (var place in (ReadOnlySpan<double>)[radius, -radius])
            {
                weights.MoveTo(place);
                var rise = Evaluation.Compute(network, loss, dataset, cancellationToken).Loss - center;
                sum += rise;
                // NaN, where the loss is, stays the largest.
                largest = Math.Max(largest, rise);
            }
        }

        return new Sharpness(center, sum / (2 * directions), largest);
    }

    /// <summary>Computes the loss along a direction, around the evaluation weights of a trainer and by its loss.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="from">The first place; finite.</param>
    /// <param name="to">The last place; finite and above the first.</param>
    /// <param name="count">The number of places; at least 2.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <inheritdoc cref="ComputeLossSlice(Network{float}, Loss, Dataset, WeightDirection, double, double, int, CancellationToken)" path="/exception"/>
    public static LossSlice ComputeLossSlice(
        this Trainer trainer, Dataset dataset, WeightDirection direction, double from = -1, double to = 1, int count = 21,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using (trainer.UseEvaluationWeights())
            return trainer.Network.ComputeLossSlice(trainer.Loss, dataset, direction, from, to, count, cancellationToken);
    }

    /// <summary>Computes the loss over two directions, around the evaluation weights of a trainer and by its loss.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="first">The first direction.</param>
    /// <param name="second">The second direction.</param>
    /// <param name="from">The first place; finite.</param>
    /// <param name="to">The last place; finite and above the first.</param>
    /// <param name="count">The number of places along each direction; at least 2.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <inheritdoc cref="ComputeLossSlice(Network{float}, Loss, Dataset, WeightDirection, double, double, int, CancellationToken)" path="/exception"/>
    public static LossSurface ComputeLossSurface(
        this Trainer trainer, Dataset dataset, WeightDirection first, WeightDirection second, double from = -1, double to = 1,
        int count = 21, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using (trainer.UseEvaluationWeights())
            return trainer.Network.ComputeLossSurface(trainer.Loss, dataset, first, second, from, to, count, cancellationToken);
    }

    /// <summary>Computes how fast the loss rises around the evaluation weights of a trainer, by its loss.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="radius">How far, by the norm of each row of the weights; above 0 and finite.</param>
    /// <param name="directions">The number of directions; at least 1.</param>
    /// <param name="seed">The seed of the first direction.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <inheritdoc cref="ComputeLossSlice(Network{float}, Loss, Dataset, WeightDirection, double, double, int, CancellationToken)" path="/exception"/>
    public static Sharpness ComputeSharpness(
        this Trainer trainer, Dataset dataset, double radius = 0.1, int directions = 10, long seed = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using (trainer.UseEvaluationWeights())
            return trainer.Network.ComputeSharpness(trainer.Loss, dataset, radius, directions, seed, cancellationToken);
    }

    private static double[] GetPlaces(
        double from, double to, int count, [CallerArgumentExpression(nameof(to))] string argument = "")
    {
        Guard.CheckFinite(from);
        Guard.Check(to > from && double.IsFinite(to - from), to, Invariant($"finite and greater than {from}"), argument);
        Guard.AtLeast(2, count);
        // Weighted from both ends, so that the middle of a range around 0 is 0; the ends are exact.
        var places = new double[count];
        for (var i = 1; i < count - 1; i++)
            places[i] = ((count - 1 - i) * from + i * to) / (count - 1);
        (places[0], places[^1]) = (from, to);
        return places;
    }
}
