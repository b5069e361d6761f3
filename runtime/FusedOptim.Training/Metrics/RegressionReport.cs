using FusedOptim.Training.Collections;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Metrics;

/// <summary>The errors of the predictions of a network, for each target value: R², mean absolute error and root mean square
/// error.</summary>
/// <remarks>Computed in double, in the order of the examples.</remarks>
public sealed class RegressionReport
{
    private RegressionReport(IEnumerable<TargetErrors> targets)
    {
        Targets = new ValueList<TargetErrors>(targets);
        Mean = new TargetErrors(
            "mean", Targets.Average(target => target.RSquared), Targets.Average(target => target.MeanAbsoluteError),
            Targets.Average(target => target.RootMeanSquareError));
    }

    /// <summary>Gets the errors of each target value.</summary>
    public IReadOnlyList<TargetErrors> Targets { get; }

    /// <summary>Gets the means of the errors over the target values. R² is NaN where that of a target value is.</summary>
    public TargetErrors Mean { get; }

    /// <summary>Compares the outputs of a network with the target values of a data set, by the weights that the network holds.
    /// <see cref="Trainer.EvaluateRegression"/> uses the evaluation weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="dataset">The data as the network was trained on them: with scaled target values, where it was trained on scaled
    /// ones.</param>
    /// <param name="targetScaling">What the target values went through, if anything: outputs and target values are converted back, so
    /// that errors are in the units before scaling.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <exception cref="ArgumentException">The examples do not have target values, or do not fit the network or the
    /// scaling.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public static RegressionReport Compute(
        Network<float> network, Dataset dataset, TargetScaling? targetScaling = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Check(dataset);
        if (!dataset.HasTargets)
        {
            throw new ArgumentException(
                "A regression report compares outputs with target values, and the examples do not have target values.", nameof(dataset));
        }

        if (targetScaling is not null && targetScaling.TargetCount != dataset.TargetCount)
        {
            throw new ArgumentException(
                Invariant($"The scaling is of {targetScaling.TargetCount} target values; the data have {dataset.TargetCount}."),
                nameof(targetScaling));
        }

        var predictions = network.Predict(dataset, cancellationToken);
        return Compute(predictions, dataset.Targets, network.NamesWith(dataset), targetScaling);
    }

    /// <summary>Compares predictions with target values.</summary>
    /// <param name="predictions">examples × values, row by row.</param>
    /// <param name="targets">examples × values, row by row.</param>
    /// <param name="names">The name of each value.</param>
    /// <exception cref="ArgumentException">There are no names or no examples, or the lengths do not fit each other.</exception>
    public static RegressionReport Compute(
        ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
            throw new ArgumentException("There are no names; there must be one for each target value.", nameof(names));
        if (targets.IsEmpty || targets.Length % names.Count != 0)
        {
            throw new ArgumentException(
                Invariant($"targets has {targets.Length} values; it must have {names.Count} for each of one or more examples."),
                nameof(targets));
        }

        if (predictions.Length != targets.Length)
        {
            throw new ArgumentException(
                Invariant($"predictions has {predictions.Length} values; it must have {targets.Length}, as targets has."),
                nameof(predictions));
        }

        return Compute(predictions, targets, names, scaling: null);
    }

    /// <summary>Writes a table with a row for each target value.</summary>
    public override string ToString()
    {
        var table = new TextTable(leftColumns: 1);
        table.Add(["target value", "R²", "mean absolute error", "root mean square error"]);
        foreach (var target in Targets.Count == 1 ? Targets : Targets.Append(Mean))
        {
            table.Add(
            [
                TextTable.Name(target.Name), TextTable.Number(target.RSquared, "0.0000"),
                TextTable.Number(target.MeanAbsoluteError, "G6"), TextTable.Number(target.RootMeanSquareError, "G6"),
            ]);
        }

        return table.ToString();
    }

    private static RegressionReport Compute(
        ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, IReadOnlyList<string> names, TargetScaling? scaling)
    {
        var errors = new TargetErrors[names.Count];
        for (var target = 0; target < errors.Length; target++)
        {
            var (mean, isConstant, count) = (0.0, true, targets.Length / names.Count);
            for (var i = target; i < targets.Length; i += names.Count)
            {
                mean += Value(targets[i]);
                isConstant &= targets[i] == targets[target];
            }

            mean /= count;
            var (absolute, square, variance) = (0.0, 0.0, 0.0);
            for (var i = target; i < targets.Length; i += names.Count)
            {
                var value = Value(targets[i]);
                var error = value - Value(predictions[i]);
                absolute += Math.Abs(error);
                square += error * error;
                variance += (value - mean) * (value - mean);
            }

            errors[target] = new TargetErrors(
                names[target], isConstant ? double.NaN : 1 - square / variance, absolute / count, Math.Sqrt(square / count));

            double Value(float value) => scaling?.Invert(value, target) ?? value;
        }

        return new RegressionReport(errors);
    }
}
