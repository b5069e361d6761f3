using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Data;

/// <summary>
/// (t − mean) / standard deviation for each target value, with the mean and deviation (of the population: divided by n) of the
/// training data, and back. A network learns targets best that are of the size of its first outputs. A target that is constant is
/// only moved, to 0.
/// </summary>
/// <remarks>Fit it on the training data, apply it to all data that the network is trained and evaluated on, invert the outputs, and
/// save it with the network: <see cref="Network{T}.Save(string, Preprocessing?, TargetScaling?)"/>. Immutable; computed in double
/// and rounded: the same bits on every machine.</remarks>
public sealed class TargetScaling
{
    /// <summary>The prefix of the tensors of a model's scaling: "target_scaling".</summary>
    public const string DefaultPrefix = "target_scaling";

    private readonly double[] _means;
    private readonly double[] _deviations;

    private TargetScaling(double[] means, double[] deviations) => (_means, _deviations) = (means, deviations);

    /// <summary>Gets the number of target values of an example.</summary>
    public int TargetCount => _means.Length;

    /// <summary>Gets the mean of each target value.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>Gets the standard deviation of each target value; 0 for one that is constant.</summary>
    public ReadOnlySpan<double> Deviations => _deviations;

    /// <summary>Takes means and deviations of target values, in double, in the order of the examples.</summary>
    /// <param name="training">The training data.</param>
    /// <exception cref="ArgumentException">The examples do not have target values.</exception>
    public static TargetScaling Fit(Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (!training.HasTargets)
        {
            throw new ArgumentException(
                "Scaling is fitted on target values, and the examples have none. Labels of classes need no scaling.", nameof(training));
        }

        var count = training.TargetCount;
        var (means, deviations) = (new double[count], new double[count]);
        for (var i = 0; i < training.Targets.Length; i++)
            means[i % count] += training.Targets[i];
        // Exactly: the rounding of a mean would give a constant target a tiny deviation, which must not be divided by.
        for (var j = 0; j < count; j++)
            means[j] = IsConstant(training, j) ? training.Targets[j] : means[j] / training.Count;
        for (var i = 0; i < training.Targets.Length; i++)
            deviations[i % count] += (training.Targets[i] - means[i % count]) * (training.Targets[i] - means[i % count]);
        for (var j = 0; j < count; j++)
            deviations[j] = Math.Sqrt(deviations[j] / training.Count);
        return new TargetScaling(means, deviations);
    }

    /// <summary>Reads the scaling that was saved with a network
    /// (<see cref="Network{T}.Save(string, Preprocessing?, TargetScaling?)"/>).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, altered or of another version of checkpoints, or has no
    /// scaling.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TargetScaling Load(string path) => Load(SafetensorsFile.Open(path));

    /// <summary>Reads the scaling that was saved with a network from a stream, from the stream's position to its end. The stream
    /// stays open. One that cannot seek is read into memory as a whole.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <inheritdoc cref="Load(string)" path="/exception"/>
    public static TargetScaling Load(Stream stream) => Load(SafetensorsFile.Open(stream));

    /// <summary>Scales the target values of a data set.</summary>
    /// <param name="dataset">Any data with <see cref="TargetCount"/> target values.</param>
    /// <returns>The same examples with other target values.</returns>
    /// <exception cref="ArgumentException">The examples have another number of target values, or a result is not
    /// finite.</exception>
    public Dataset Apply(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.TargetCount != TargetCount)
        {
            throw new ArgumentException(
                Invariant($"The data set has {dataset.TargetCount} target values; it must have {TargetCount}, as the one fitted on has."),
                nameof(dataset));
        }

        var targets = new float[dataset.Targets.Length];
        for (var i = 0; i < targets.Length; i++)
            targets[i] = (float)((dataset.Targets[i] - _means[i % TargetCount]) / Divisor(i % TargetCount));
        return dataset.WithTargets(targets);
    }

    /// <summary>Converts outputs back to the units of the target values that the scaling was fitted on.</summary>
    /// <param name="outputs">examples × <see cref="TargetCount"/>, such as from
    /// <see cref="Trainer.Predict(Dataset, CancellationToken)"/>.</param>
    /// <returns>examples × <see cref="TargetCount"/>.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple of <see cref="TargetCount"/>.</exception>
    public float[] Invert(ReadOnlySpan<float> outputs)
    {
        var targets = new float[outputs.Length];
        Invert(outputs, targets);
        return targets;
    }

    /// <summary>Converts outputs back to the units of the target values that the scaling was fitted on, without allocation.</summary>
    /// <param name="outputs">examples × <see cref="TargetCount"/>.</param>
    /// <param name="targets">Receives examples × <see cref="TargetCount"/>; may be the outputs.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of <see cref="TargetCount"/>, or the two
    /// differ.</exception>
    public void Invert(ReadOnlySpan<float> outputs, Span<float> targets)
    {
        if (outputs.Length % TargetCount != 0)
        {
            throw new ArgumentException(
                Invariant($"outputs has {outputs.Length} values; it must have {TargetCount} for each example."), nameof(outputs));
        }

        if (targets.Length != outputs.Length)
        {
            throw new ArgumentException(
                Invariant($"targets takes {targets.Length} values; it must take {outputs.Length}, as outputs has."), nameof(targets));
        }

        for (var i = 0; i < outputs.Length; i++)
            targets[i] = (float)Invert(outputs[i], i % TargetCount);
    }

    /// <summary>Adds its numbers to a file: tensors "prefix.mean" and "prefix.deviation" in double precision.</summary>
    /// <param name="writer">The writer of the file.</param>
    /// <param name="prefix">What the names begin with.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public void Write(SafetensorsWriter writer, string prefix = DefaultPrefix)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(prefix);
        writer.Add<double>($"{prefix}.mean", [TargetCount], _means);
        writer.Add<double>($"{prefix}.deviation", [TargetCount], _deviations);
    }

    /// <summary>Converts a value back, in double.</summary>
    internal double Invert(double value, int target) => value * Divisor(target) + _means[target];

    private static TargetScaling Load(SafetensorsFile opened)
    {
        using var file = opened;
        FormatVersion.Check(file);
        file.Verify(name => name.StartsWith(DefaultPrefix + ".", StringComparison.Ordinal));
        var tensors = new PreprocessingTensors(file, DefaultPrefix, "scaling of target values");
        var means = tensors.Vector("mean");
        var deviations = tensors.Vector("deviation", means.Length);
        tensors.CheckNotNegative("deviation", deviations);
        return new TargetScaling(means, deviations);
    }

    private static bool IsConstant(Dataset dataset, int target)
    {
        for (var i = target; i < dataset.Targets.Length; i += dataset.TargetCount)
        {
            if (dataset.Targets[i] != dataset.Targets[target])
                return false;
        }

        return true;
    }

    private double Divisor(int target) => _deviations[target] == 0 ? 1 : _deviations[target];
}
