using FusedOptim.Clipping;
using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Guards;

namespace FusedOptim;

/// <summary>
/// Clipping of the gradients of a set before a step. Gradients of frozen parameters, and those that are missing, stay as they are and count for nothing.
/// </summary>
/// <remarks>
/// Clipping all gradients together to one norm writes nothing: see <see cref="StepOptions.MaximumNorm"/>. The other kinds write
/// gradients in place. Gradients of <see cref="Half"/> and <see cref="BFloat16"/> are clipped as those of <see langword="float"/>
/// are, and what is clipped is rounded to the nearest, of two the even. Norms of a compact gradient (<see cref="RowGradient{T}"/>) have the bits
/// of the dense one with zeros in the other rows.
/// </remarks>
public static partial class GradientClipping
{
    /// <summary>
    /// Clips each gradient by its size, in place: g ← min(max(g, −m), m) with m = maximum / |s|, rounded to the precision of
    /// the gradients, where s is the scale of the step that follows. NaN stays NaN. The same bits with any number of
    /// threads and on every machine.
    /// </summary>
    /// <typeparam name="T">The type of the elements of the set.</typeparam>
    /// <param name="parameters">The set.</param>
    /// <param name="maximum">The greatest size of a scaled gradient: greater than 0 and finite.</param>
    /// <param name="gradientScale">What the step will multiply gradients by, such as the inverse of a loss scale; finite.
    /// </param>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    /// <remarks>
    /// One pass that reads all gradients and writes only what it clips. A rule with <see cref="ClipByValueAttribute"/>
    /// clips in the pass of the step, without another: prefer it where every step of the rule clips. This here needs no
    /// change of the rule, and changes what <see cref="ComputeGradientNorm"/> sees.
    /// </remarks>
    public static void ClipByValue<T>(
        this ParameterSet<T> parameters, double maximum, double gradientScale = 1, WorkerTeam? team = null)
        where T : unmanaged
    {
        Guard.CheckPositive(maximum);
        ClipToRange(parameters, -maximum, maximum, gradientScale, team);
    }

    /// <summary>
    /// Clips each gradient to a range around 0, in place: g ← min(max(g, a/s), b/s), with the bounds exchanged where s is negative
    /// and rounded to the precision of the gradients, where s is the scale of the step that follows. With s = 0 nothing is clipped. NaN
    /// stays NaN. The same bits with any number of threads and on every machine.
    /// </summary>
    /// <typeparam name="T">The type of the elements of the set.</typeparam>
    /// <param name="parameters">The set.</param>
    /// <param name="minimum">a, the least value of a scaled gradient: at most 0 and finite.</param>
    /// <param name="maximum">b, the greatest value of a scaled gradient: at least 0, finite, and greater than
    /// <paramref name="minimum"/>. The range includes 0, so that an element without a gradient is not moved.</param>
    /// <param name="gradientScale">What the step will multiply gradients by, such as the inverse of a loss scale; finite.
    /// </param>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public static void ClipToRange<T>(
        this ParameterSet<T> parameters, double minimum, double maximum, double gradientScale = 1, WorkerTeam? team = null)
        where T : unmanaged
    {
        Guard.CheckRangeAroundZero(minimum, maximum);
        Guard.CheckFinite(gradientScale);
        if (GradientPasses.Of(parameters) is not { } passes || gradientScale == 0)
            return;
        var (first, second) = (minimum / gradientScale, maximum / gradientScale);
        using var memory = parameters.Storage.Hold();
        parameters.Storage.Trainable.Begin();
        passes.ValueClipping.Run(team ?? WorkerTeam.Default, Math.Min(first, second), Math.Max(first, second));
    }

    /// <summary>
    /// Clips the gradients of each parameter to a norm of their own, in place: g ← g·min(1, m / (‖s·g‖ + 10⁻⁶)), with the
    /// factor rounded to the precision of the gradients, where s is the scale of the step that follows. A parameter with a
    /// gradient that is NaN or infinite stays as it is. The same bits with any number of threads and on every machine.
    /// </summary>
    /// <typeparam name="T">The type of the elements of the set.</typeparam>
    /// <param name="parameters">The set.</param>
    /// <param name="maximumNorm">m, the greatest norm of the scaled gradients of a parameter: greater than 0 and finite.
    /// </param>
    /// <param name="gradientScale">What the step will multiply gradients by, such as the inverse of a loss scale; finite.
    /// </param>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> by default.</param>
    /// <returns>The number of parameters that were clipped.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    /// <remarks>One pass that reads all gradients; another over the parameters that are clipped, if there are any.
    /// </remarks>
    public static int ClipByTensorNorm<T>(
        this ParameterSet<T> parameters, double maximumNorm, double gradientScale = 1, WorkerTeam? team = null)
        where T : unmanaged
    {
        Guard.CheckPositive(maximumNorm);
        Guard.CheckFinite(gradientScale);
        if (GradientPasses.Of(parameters) is not { } passes)
            return 0;
        using var memory = parameters.Storage.Hold();
        parameters.Storage.Trainable.Begin();
        return passes.TensorNormClipping.Run(team ?? WorkerTeam.Default, passes.Squares, maximumNorm, gradientScale);
    }

    /// <summary>
    /// Adaptive gradient clipping, in place: where ‖s·g‖ > λ·max(‖θ‖, ε) for the gradients g and the values θ of a unit,
    /// g ← g·λ·max(‖θ‖, ε)/‖s·g‖, with the factor rounded to the precision of the gradients; s is the scale of the step that
    /// follows (A. Brock, S. De, S. L. Smith and K. Simonyan, "High-Performance Large-Scale Image Recognition Without
    /// Normalization", ICML 2021, section 4). A unit is a row of the outermost dimension: what one output is computed
    /// with. A tensor with at most one dimension above 1, such as a bias, is one unit, as in the authors' code, unless its gradient is compact. A unit
    /// with a gradient that is NaN or infinite stays as it is. The same bits with any number of threads and on every
    /// machine.
    /// </summary>
    /// <typeparam name="T">The type of the elements of the set.</typeparam>
    /// <param name="parameters">The set.</param>
    /// <param name="ratio">λ, the greatest norm of gradients to that of values: greater than 0 and finite. The authors
    /// take 0.01 for batches of 4,096 and more for smaller ones.</param>
    /// <param name="minimumNorm">ε, what the norm of values is taken for where it is less, so that values that start at
    /// zero can leave it: greater than 0 and finite.</param>
    /// <param name="gradientScale">What the step will multiply gradients by, such as the inverse of a loss scale; finite.
    /// </param>
    /// <param name="select">Which of the parameters that are not frozen are clipped; all by default. The authors leave out the last linear layer.
    /// </param>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> by default.</param>
    /// <returns>The number of units that were clipped.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    /// <remarks>One pass that reads values and gradients and writes only the units that it clips. A unit is done by one
    /// thread.</remarks>
    public static long ClipByUnitNorm<T>(
        this ParameterSet<T> parameters, double ratio = 0.01, double minimumNorm = 1e-3, double gradientScale = 1, Predicate<Parameter<T>>? select = null,
        WorkerTeam? team = null)
        where T : unmanaged
    {
        Guard.CheckPositive(ratio);
        Guard.CheckPositive(minimumNorm);
        Guard.CheckFinite(gradientScale);
        if (GradientPasses.Of(parameters) is not { } passes)
            return 0;
        using var memory = parameters.Storage.Hold();
        parameters.Storage.Trainable.Begin();
        var clipping = passes.UnitNormClipping;
        for (var i = 0; i < parameters.Count; i++)
            clipping.Select(i, TrainableParameters.Has(parameters[i]) && (select is null || select(parameters[i])));
        return clipping.Run(team ?? WorkerTeam.Default, ratio, minimumNorm, gradientScale);
    }
}
