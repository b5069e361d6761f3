using FusedOptim.Training.Data;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

public sealed class PreprocessingTests : IDisposable
{
    private static readonly Dataset Training =
        new([1, 50, 4, 3, 20, 4, 2, 10, 4, 6, 40, 4], [0, 1, 0, 1], classCount: 2);

    private static readonly Dataset Validation = new([-3, 70, 5, 9, 0, 4], [1, 0], classCount: 2);

    private readonly TemporaryFile _file = new();

    public static TheoryData<string> Kinds => ["min-max", "standardization", "imputation", "pca-whitening", "sequence"];

    public void Dispose() => _file.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void IsReadAsItWasWritten(string kind)
    {
        var preprocessing = Fit(kind, Training);
        Save(writer => preprocessing.Write(writer));
        using var file = SafetensorsFile.Open(_file.Path);
        var read = Preprocessing.Read(file);
        Assert.IsType(preprocessing.GetType(), read);
        Assert.Equal((preprocessing.InputCount, preprocessing.OutputCount), (read.InputCount, read.OutputCount));
        Assert.Equal(preprocessing.Apply(Validation).Features.ToArray(), read.Apply(Validation).Features.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NamesOfFeaturesAreSavedAndCompared(string kind)
    {
        var preprocessing = Fit(kind, Training.WithNames(features: NamesOf(Training.FeatureCount)));
        Save(writer => preprocessing.Write(writer));
        using var file = SafetensorsFile.Open(_file.Path);
        var read = Preprocessing.Read(file);
        Assert.Equal(NamesOf(Training.FeatureCount), preprocessing.InputNames);
        Assert.Equal(preprocessing.InputNames, read.InputNames);

        read.Apply(Validation);
        read.Apply(Validation.WithNames(features: read.InputNames));
        string[] reversed = [.. read.InputNames.Reverse()];
        var error = Assert.Throws<ArgumentException>("dataset", () => read.Apply(Validation.WithNames(features: reversed)));
        Assert.StartsWith(
            $"Feature 0 is '{reversed[0]}' in the data and 'f0' in the preprocessing. Load the data with Features = [.. " +
            "preprocessing.InputNames], or name their features by Dataset.WithNames.", error.Message);

        static string[] NamesOf(int count) => [.. Enumerable.Range(0, count).Select(i => $"f{i}")];
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithoutNamesOfFeaturesNoneAreSaved(string kind)
    {
        Save(writer => Fit(kind, Training).Write(writer));
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.DoesNotContain(file.Metadata.Keys, key => key.EndsWith("input_names", StringComparison.Ordinal));
        Assert.Empty(Preprocessing.Read(file).InputNames);
    }

    [Theory]
    [InlineData("[\"a\"]", "there are 1 names for 3 features")]
    [InlineData("[]", "there are 0 names for 3 features")]
    [InlineData("{", "it is not a JSON array of texts")]
    public void NamesThatDoNotFitAreRefused(string text, string fault)
    {
        Save(writer =>
        {
            writer.AddMetadata("preprocessing.input_names", text);
            Fit("standardization", Training).Write(writer);
        });
        using var file = SafetensorsFile.Open(_file.Path);
        var error = Assert.Throws<InvalidDataException>(() => Preprocessing.Read(file));
        Assert.EndsWith($"the metadata 'preprocessing.input_names' are not valid: {fault}.", error.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ExamplesAloneBecomeWhatTheyBecomeInADataSet(string kind)
    {
        var preprocessing = Fit(kind, Training);
        var all = preprocessing.Apply(Validation);
        var one = new float[preprocessing.OutputCount];
        for (var row = 0; row < Validation.Count; row++)
        {
            preprocessing.Apply(Validation.GetRow(row), one);
            Assert.Equal(all.GetRow(row).ToArray(), one);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ApplyingToValidationDataChangesNothingThatWasFitted(string kind)
    {
        var preprocessing = Fit(kind, Training);
        Save(writer => preprocessing.Write(writer));
        var fitted = File.ReadAllBytes(_file.Path);
        var before = preprocessing.Apply(Training).Features.ToArray();
        preprocessing.Apply(Validation);
        Save(writer => preprocessing.Write(writer));
        Assert.Equal(fitted, File.ReadAllBytes(_file.Path));
        Assert.Equal(before, preprocessing.Apply(Training).Features.ToArray());
        // Had it seen the validation data, it would be another.
        int[] labels = [.. Training.Labels, .. Validation.Labels];
        Save(writer => Fit(kind, new Dataset([.. Training.Features, .. Validation.Features], labels)).Write(writer));
        Assert.NotEqual(fitted, File.ReadAllBytes(_file.Path));
    }

    [Fact]
    public void StepsAreFittedOnWhatTheOnesBeforeGive()
    {
        var sequence = Preprocessing.Fit(Training, MinMaxNormalization.Fit, data => PcaWhitening.Fit(data, 1));
        var normalized = MinMaxNormalization.Fit(Training).Apply(Training);
        var white = PcaWhitening.Fit(normalized, 1).Apply(normalized);
        Assert.Equal((3, 1), (sequence.InputCount, sequence.OutputCount));
        Assert.Equal(white.Features.ToArray(), sequence.Apply(Training).Features.ToArray());
        Assert.Equal(Training.Labels.ToArray(), sequence.Apply(Training).Labels.ToArray());
    }

    [Fact]
    public void TheTensorsOfAModelFileStandUnderThePrefixAndThePlace()
    {
        Save(writer => Preprocessing.Fit(Training, Standardization.Fit, PcaWhitening.Fit).Write(writer));
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Equal(
            [
                "preprocessing.0.deviation", "preprocessing.0.mean", "preprocessing.1.components",
                "preprocessing.1.epsilon", "preprocessing.1.mean", "preprocessing.1.variance",
            ],
            file.Tensors.Select(tensor => tensor.Name).Order());
        Assert.Equal("standardization", file.Metadata["preprocessing.0.kind"]);
    }

    [Fact]
    public void SequencesWithinSequencesBecomeOne()
    {
        var inner = Preprocessing.Fit(Training, Standardization.Fit, MinMaxNormalization.Fit);
        var outer = new PreprocessingSequence(inner, Standardization.Fit(Training));
        Assert.Equal(
            [typeof(Standardization), typeof(MinMaxNormalization), typeof(Standardization)],
            outer.Steps.Select(step => step.GetType()));
    }

    [Fact]
    public void TargetValuesStay()
    {
        var regression = new Dataset([1f, 3], [10f, 30], count: 2);
        var standardized = Standardization.Fit(regression).Apply(regression);
        Assert.Equal([-1f, 1], standardized.Features.ToArray());
        Assert.Equal([10f, 30], standardized.Targets.ToArray());
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        Assert.Throws<ArgumentException>(() => Preprocessing.Fit(Training));
        var error = Assert.Throws<ArgumentException>(() => new PreprocessingSequence(
            PcaWhitening.Fit(Training, 1), Standardization.Fit(Training)));
        Assert.StartsWith("step 1 takes 3 features; it must take 1, as step 0 gives.", error.Message);
        var standardization = Standardization.Fit(Training);
        Assert.Throws<ArgumentException>(() => standardization.Apply(new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => standardization.Apply(new float[3], new float[2]));
        var values = new float[3];
        Assert.Throws<ArgumentException>(() => standardization.Apply(values, values));
    }

    public static TheoryData<string, Action<SafetensorsWriter>> Faults => new()
    {
        { "there are no metadata 'preprocessing.kind'", _ => { } },
        {
            "the metadata 'preprocessing.kind' are 'x'; known are 'min-max', 'standardization', 'imputation', 'pca-whitening' and, " +
            "not within itself, 'sequence'",
            writer => writer.AddMetadata("preprocessing.kind", "x")
        },
        { "there is no tensor 'preprocessing.mean'", writer => writer.AddMetadata("preprocessing.kind", "standardization") },
        {
            "the tensor 'preprocessing.mean' is of F32 in 1 dimensions; it must be of F64 in 1",
            writer =>
            {
                writer.AddMetadata("preprocessing.kind", "standardization");
                writer.Add<float>("preprocessing.mean", [1], new float[1]);
            }
        },
        {
            "the tensor 'preprocessing.mean' has 0 elements; it must have from 1 to 268435455",
            writer => Write(writer, "standardization", ("mean", []))
        },
        {
            "the tensor 'preprocessing.mean' has the element NaN; all must be finite",
            writer => Write(writer, "standardization", ("mean", [double.NaN]))
        },
        {
            "the tensor 'preprocessing.deviation' has 2 elements; it must have 1",
            writer => Write(writer, "standardization", ("mean", [1]), ("deviation", [1, 1]))
        },
        {
            "the tensor 'preprocessing.deviation' has the element -1; it must not be negative",
            writer => Write(writer, "standardization", ("mean", [1]), ("deviation", [-1]))
        },
        {
            "the maximum 0 of 'preprocessing' is 1; the minimum is 2",
            writer => Write(writer, "min-max", ("minimum", [2]), ("maximum", [1]), ("range", [0, 1]))
        },
        {
            "the range of 'preprocessing' is from 1 to 1",
            writer => Write(writer, "min-max", ("minimum", [1]), ("maximum", [1]), ("range", [1, 1]))
        },
        {
            "the tensor 'preprocessing.components' is of F64 in 1 dimensions; it must be of F64 in 2",
            writer => Write(writer, "pca-whitening", ("mean", [1]), ("variance", [1]), ("components", [1]))
        },
        {
            "the tensor 'preprocessing.components' is 1 × 2; it must be 1 × 1",
            writer =>
            {
                Write(writer, "pca-whitening", ("mean", [1]), ("variance", [1]));
                writer.Add<double>("preprocessing.components", [1, 2], new double[2]);
            }
        },
        {
            "a variance of 'preprocessing' and its epsilon are 0; one must be greater",
            writer =>
            {
                Write(writer, "pca-whitening", ("mean", [1]), ("variance", [0]), ("epsilon", [0]));
                writer.Add<double>("preprocessing.components", [1, 1], new double[1]);
            }
        },
        {
            "the metadata 'preprocessing.count' are '0'; they must be a number from 1",
            writer =>
            {
                writer.AddMetadata("preprocessing.kind", "sequence");
                writer.AddMetadata("preprocessing.count", "0");
            }
        },
        {
            "there are no metadata 'preprocessing.0.kind'",
            writer =>
            {
                writer.AddMetadata("preprocessing.kind", "sequence");
                writer.AddMetadata("preprocessing.count", "2147483647");
            }
        },
        {
            "the metadata 'preprocessing.0.kind' are 'sequence'; known are 'min-max', 'standardization', " +
            "'imputation', 'pca-whitening' and, not within itself, 'sequence'",
            writer =>
            {
                writer.AddMetadata("preprocessing.kind", "sequence");
                writer.AddMetadata("preprocessing.count", "1");
                writer.AddMetadata("preprocessing.0.kind", "sequence");
            }
        },
        {
            "step 1 takes 2 features; it must take 3, as step 0 gives",
            writer =>
            {
                writer.AddMetadata("preprocessing.kind", "sequence");
                writer.AddMetadata("preprocessing.count", "2");
                Standardization.Fit(Training).Write(writer, "preprocessing.0");
                Standardization.Fit(new Dataset([1, 2], [0])).Write(writer, "preprocessing.1");
            }
        },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void RefusesFilesWhoseNumbersAreNone(string fault, Action<SafetensorsWriter> write)
    {
        Save(write);
        using var file = SafetensorsFile.Open(_file.Path);
        var error = Assert.Throws<InvalidDataException>(() => Preprocessing.Read(file));
        Assert.Equal($"{_file.Path} has no valid preprocessing: {fault}.", error.Message);
    }

    private static Preprocessing Fit(string kind, Dataset training) => kind switch
    {
        "min-max" => MinMaxNormalization.Fit(training, -2, 3),
        "standardization" => Standardization.Fit(training),
        "imputation" => Imputation.FitMean(training),
        "pca-whitening" => PcaWhitening.Fit(training, components: 2, epsilon: 0.5),
        _ => Preprocessing.Fit(training, MinMaxNormalization.Fit, Standardization.Fit, PcaWhitening.Fit),
    };

    private static void Write(SafetensorsWriter writer, string kind, params (string Name, double[] Values)[] tensors)
    {
        writer.AddMetadata("preprocessing.kind", kind);
        foreach (var (name, values) in tensors)
            writer.Add<double>($"preprocessing.{name}", [values.Length], values);
    }

    private void Save(Action<SafetensorsWriter> write)
    {
        var writer = new SafetensorsWriter();
        write(writer);
        writer.Save(_file.Path);
    }
}
