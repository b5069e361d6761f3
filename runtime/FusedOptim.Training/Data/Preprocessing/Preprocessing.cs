using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Data;

/// <summary>
/// What is done to features before a network sees them, with numbers taken from training data alone: fit it on those,
/// apply it to all that the network is trained, validated, tested and used on, and save it with the network.
/// </summary>
/// <remarks>Immutable; applying it from several threads is safe. The same numbers give the same bits on every
/// machine.</remarks>
public abstract class Preprocessing
{
    /// <summary>The prefix of the tensors of a model's preprocessing: "preprocessing".</summary>
    public const string DefaultPrefix = "preprocessing";

    private protected Preprocessing(int inputCount, int outputCount, IReadOnlyList<string> inputNames)
    {
        InputCount = inputCount;
        OutputCount = outputCount;
        InputNames = inputNames;
    }

    /// <summary>The number of features that it takes.</summary>
    public int InputCount { get; }

    /// <summary>The number of features that it gives.</summary>
    public int OutputCount { get; }

    /// <summary>Gets the names of the features of the data set that it was fitted on, in their order; empty where they are not known.
    /// They are saved and loaded with it. They give another file the same features:
    /// <c>new CsvOptions { Features = [.. preprocessing.InputNames] }</c>.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>Whether each feature stays itself, on another scale, so that it keeps its name.</summary>
    internal virtual bool KeepsFeatures => true;

    /// <summary>Whether features may be missing.</summary>
    internal virtual bool TakesMissing => false;

    /// <summary>Whether it saves names; a sequence does not, because its steps do.</summary>
    private protected virtual bool SavesNames => true;

    /// <summary>What the metadata of a file call it.</summary>
    internal abstract string Kind { get; }

    /// <summary>
    /// Fits several, one after the other: each on the training data as those before it leave them.
    /// <c>Preprocessing.Fit(training, Standardization.Fit, data =&gt; PcaWhitening.Fit(data, components: 50))</c>.
    /// </summary>
    /// <param name="training">The training data, and nothing else: what validates or tests must not be known yet.</param>
    /// <param name="steps">What fits each; at least one.</param>
    /// <exception cref="ArgumentException">There are none, or what they throw.</exception>
    public static Preprocessing Fit(Dataset training, params ReadOnlySpan<Func<Dataset, Preprocessing>> steps)
    {
        ArgumentNullException.ThrowIfNull(training);
        var fitted = new Preprocessing[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            fitted[i] = steps[i](training);
            if (i + 1 < steps.Length)
                training = fitted[i].Apply(training);
        }

        return new PreprocessingSequence(fitted);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="file">The file.</param>
    /// <param name="prefix">What its names begin with.</param>
    /// <exception cref="InvalidDataException">The file has none of that prefix, or its numbers are missing, not finite,
    /// out of range, or do not fit each other.</exception>
    public static Preprocessing Read(SafetensorsFile file, string prefix = DefaultPrefix)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(prefix);
        var tensors = new PreprocessingTensors(file, prefix);
        return tensors.Kind == PreprocessingSequence.Name
            ? PreprocessingSequence.Read(tensors)
            : ReadSingle(tensors);
    }

    /// <summary>Reads the preprocessing that was saved with a network
    /// (<see cref="Network{T}.Save(string, Preprocessing?, TargetScaling?)"/>).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, altered or of another version of checkpoints, or has no
    /// preprocessing.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Preprocessing Load(string path) => Load(SafetensorsFile.Open(path));

    /// <summary>Reads the preprocessing that was saved with a network from a stream, from the stream's position to its end. The
    /// stream stays open. One that cannot seek is read into memory as a whole.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <inheritdoc cref="Load(string)" path="/exception"/>
    public static Preprocessing Load(Stream stream) => Load(SafetensorsFile.Open(stream));

    private static Preprocessing Load(SafetensorsFile opened)
    {
        using var file = opened;
        FormatVersion.Check(file);
        file.Verify(name => name.StartsWith(DefaultPrefix + ".", StringComparison.Ordinal));
        return Read(file);
    }

    /// <summary>Copies a data set with other features. Its labels or target values stay, and the names of features that are the
    /// same on another scale.</summary>
    /// <param name="dataset">Any data with <see cref="InputCount"/> features, without names or with the names in <see cref="InputNames"/>.</param>
    /// <exception cref="ArgumentException">It has another number of features, or features have other names or another order than
    /// in <see cref="InputNames"/>, or features are missing and this is not an
    /// <see cref="Imputation"/>, or a result is not finite.</exception>
    public Dataset Apply(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.FeatureCount != InputCount)
        {
            throw new ArgumentException(
                Invariant($"The data set has {dataset.FeatureCount} features; it must have {InputCount}, as the one fitted ") +
                "on has.", nameof(dataset));
        }

        FeatureOrder.Check(dataset, InputNames, "preprocessing", $"preprocessing.{nameof(InputNames)}", advice: "", nameof(dataset));
        if (!TakesMissing)
            dataset.RequireComplete(nameof(dataset));
        var features = new float[checked(dataset.Count * OutputCount)];
        Transform(dataset.Features, features, dataset.Count);
        return dataset.WithTransformed(features, KeepsFeatures);
    }

    /// <summary>Writes what the features of one example become; the same bits as for a data set.</summary>
    /// <param name="features"><see cref="InputCount"/> features.</param>
    /// <param name="target">Receives <see cref="OutputCount"/> features.</param>
    /// <exception cref="ArgumentException">A length is another, or they overlap.</exception>
    public void Apply(ReadOnlySpan<float> features, Span<float> target)
    {
        if (features.Length != InputCount)
        {
            throw new ArgumentException(
                Invariant($"There are {features.Length} features; there must be {InputCount}."), nameof(features));
        }

        if (target.Length != OutputCount)
        {
            throw new ArgumentException(
                Invariant($"The target takes {target.Length} features; it must take {OutputCount}."), nameof(target));
        }

        if (features.Overlaps(target))
            throw new ArgumentException("The target overlaps the features; they must be apart.", nameof(target));
        Transform(features, target, 1);
    }

    /// <summary>
    /// Adds its numbers to a file: tensors "prefix.mean" and the like in double precision, and metadata "prefix.kind"
    /// and, where names of features are known, "prefix.input_names".
    /// Several in order are "prefix.0.mean", "prefix.1.components" and so on.
    /// </summary>
    /// <param name="writer">The writer of the file.</param>
    /// <param name="prefix">What the names begin with.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public void Write(SafetensorsWriter writer, string prefix = DefaultPrefix)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(prefix);
        writer.AddMetadata($"{prefix}.kind", Kind);
        if (SavesNames && InputNames.Count > 0)
            writer.AddMetadata($"{prefix}.input_names", SavedNames.Format(InputNames));
        WriteTensors(writer, prefix);
    }

    /// <summary>Reads one that is not made of others.</summary>
    internal static Preprocessing ReadSingle(PreprocessingTensors tensors) => tensors.Kind switch
    {
        MinMaxNormalization.Name => MinMaxNormalization.Read(tensors),
        Standardization.Name => Standardization.Read(tensors),
        Imputation.Name => Imputation.Read(tensors),
        PcaWhitening.Name => PcaWhitening.Read(tensors),
        var kind => throw tensors.Refusal(
            $"the metadata '{tensors.Prefix}.kind' are '{kind}'; known are '{MinMaxNormalization.Name}', " +
            $"'{Standardization.Name}', '{Imputation.Name}', '{PcaWhitening.Name}' and, not within itself, '{PreprocessingSequence.Name}'"),
    };

    /// <summary>Writes what the features of examples become, row by row.</summary>
    internal abstract void Transform(ReadOnlySpan<float> features, Span<float> target, int count);

    private protected abstract void WriteTensors(SafetensorsWriter writer, string prefix);
}
