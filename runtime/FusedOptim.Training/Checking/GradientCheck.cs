using System.Diagnostics;
using FusedOptim.Guards;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Checking;

/// <summary>
/// Checks backpropagation against central differences of the loss J in double precision:
/// D(h) = (J(θ + h) − J(θ − h)) / 2h for each parameter and each input θ, at two distances, extrapolated:
/// (4·D(h) − D(2h)) / 3, whose error is of the fourth order in h. What is wrong in a layer's
/// <see cref="NetworkLayer{T}.Backward"/> shows as a relative error near 1; what is right, as one far below 1e-7.
/// </summary>
/// <remarks>
/// <para>Of a network that takes indices (<see cref="Embedding"/>), parameters alone are compared: there are no derivatives by
/// indices.</para>
/// <para>
/// Every evaluation repeats the same pass: masks of dropout are those of the first, and running statistics are put back.
/// The check takes 4 passes for each parameter and input: use a small model and a small batch.
/// </para>
/// <para>
/// Differences mean nothing across a kink, such as that of ReLU at 0. Where the second differences at h and 2h do not
/// agree, the loss has one nearby: such elements are counted and not compared.
/// </para>
/// <para>
/// Parameters that are frozen (<see cref="Parameter.IsFrozen"/>) get no derivatives and are not compared. A network without
/// an optimizer has none.
/// </para>
/// </remarks>
public static class GradientCheck
{
    /// <summary>The default distance by which parameters are moved: h, times the size of values above 1.</summary>
    public const double DefaultDistance = 1e-4;

    /// <summary>Checks a model by the examples of a batch.</summary>
    /// <param name="model">The model; a network in double is built from it.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="batch">The examples, with labels or target values.</param>
    /// <param name="seed">What the weights are drawn from.</param>
    /// <param name="distance">h: positive and finite.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="ArgumentException">The examples do not fit the model or the loss, or the distance is out of
    /// range.</exception>
    /// <exception cref="InvalidOperationException">The loss is not finite, or not the same when it is computed
    /// again.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static GradientReport Run(
        Sequential model, Loss loss, MiniBatch batch, long seed = 1, double distance = DefaultDistance,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        loss.Check(batch.Answers, nameof(batch));
        var inputs = ToDouble(batch.Features);
        return loss switch
        {
            LabelLoss labelLoss => Run(model, labelLoss, inputs, batch.Labels, seed, distance, cancellationToken),
            TargetLoss targetLoss => Run(model, targetLoss, inputs, ToDouble(batch.Targets), seed, distance, cancellationToken),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Checks a model by examples with labels.</summary>
    /// <param name="model">The model; a network in double is built from it.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="inputs">examples × values.</param>
    /// <param name="labels">The class of each example.</param>
    /// <param name="seed">What the weights are drawn from.</param>
    /// <param name="distance">h: positive and finite.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <inheritdoc cref="Run(Sequential, Loss, MiniBatch, long, double, CancellationToken)" path="/exception"/>
    public static GradientReport Run(
        Sequential model, LabelLoss loss, ReadOnlySpan<double> inputs, ReadOnlySpan<int> labels, long seed = 1,
        double distance = DefaultDistance,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var network = model.Build<double>(seed);
        return Run(network, loss, inputs, labels, distance, cancellationToken);
    }

    /// <summary>Checks a model by examples with target values.</summary>
    /// <param name="model">The model; a network in double is built from it.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="inputs">examples × values.</param>
    /// <param name="targets">examples × values: what the model should give.</param>
    /// <param name="seed">What the weights are drawn from.</param>
    /// <param name="distance">h: positive and finite.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <inheritdoc cref="Run(Sequential, Loss, MiniBatch, long, double, CancellationToken)" path="/exception"/>
    public static GradientReport Run(
        Sequential model, TargetLoss loss, ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, long seed = 1,
        double distance = DefaultDistance,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var network = model.Build<double>(seed);
        return Run(network, loss, inputs, targets, distance, cancellationToken);
    }

    /// <summary>Checks a network, with the parameters that it has, by examples with labels. Afterwards its parameters,
    /// running statistics and number of passes are what they were, and all gradients are zero.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="inputs">examples × values.</param>
    /// <param name="labels">The class of each example.</param>
    /// <param name="distance">h: positive and finite.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <inheritdoc cref="Run(Sequential, Loss, MiniBatch, long, double, CancellationToken)" path="/exception"/>
    public static GradientReport Run(
        Network<double> network, LabelLoss loss, ReadOnlySpan<double> inputs, ReadOnlySpan<int> labels,
        double distance = DefaultDistance,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var kept = labels.ToArray();
        return Run(
            network, (outputs, gradients) => loss.Evaluate<double>(outputs, kept.AsSpan(), gradients), inputs, distance,
            cancellationToken);
    }

    /// <summary>Checks a network, with the parameters that it has, by examples with target values. Afterwards its
    /// parameters, running statistics and number of passes are what they were, and all gradients are zero.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="inputs">examples × values.</param>
    /// <param name="targets">examples × values: what the network should give.</param>
    /// <param name="distance">h: positive and finite.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <inheritdoc cref="Run(Sequential, Loss, MiniBatch, long, double, CancellationToken)" path="/exception"/>
    public static GradientReport Run(
        Network<double> network, TargetLoss loss, ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets,
        double distance = DefaultDistance,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var kept = targets.ToArray();
        return Run(
            network, (outputs, gradients) => loss.Evaluate<double>(outputs, (ReadOnlySpan<double>)kept, gradients), inputs,
            distance, cancellationToken);
    }

    private static GradientReport Run(
        Network<double> network, LossEvaluation loss, ReadOnlySpan<double> inputs, double distance,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        Guard.CheckPositive(distance);
        using var access = network.Access.Enter();
        return new CentralDifferences(network, loss, inputs.ToArray(), distance, cancellationToken).Compare();
    }

    private static double[] ToDouble(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
            result[i] = values[i];
        return result;
    }
}
