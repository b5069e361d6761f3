using FusedOptim.Training;
using FusedOptim.Training.Data;

namespace FusedOptim.Samples.Course;

/// <summary>The digits that the experiments learn: images of 8 × 8 pixels, of which a fifth is kept apart to validate on.</summary>
internal static class CourseDigits
{
    private static string FilePath => Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz");

    /// <summary>Reads the data that lie beside the program, standardized by the training data.</summary>
    public static (Dataset Training, Dataset Validation) Load() => Load(Standardization.Fit);

    /// <summary>Reads the data that lie beside the program, with pixels from 0 to 1: images whose background is 0.</summary>
    public static (Dataset Training, Dataset Validation) LoadPixels() => Load(MinMaxNormalization.Fit);

    /// <summary>Reads the data, standardized, with a fifth to validate on and a fifth to test on.</summary>
    /// <param name="split">The seed of the parts.</param>
    public static (Dataset Training, Dataset Validation, Dataset Test) Load(long split)
    {
        var (learning, test) = CsvDataset.Load(FilePath).SplitStratified(0.8, split);
        var (training, validation) = learning.SplitStratified(0.75, split);
        var scaling = Standardization.Fit(training);
        return (scaling.Apply(training), scaling.Apply(validation), scaling.Apply(test));
    }

    private static (Dataset Training, Dataset Validation) Load(Func<Dataset, Preprocessing> fit)
    {
        var (training, validation) = CsvDataset.Load(FilePath).SplitStratified(0.8, seed: 0);
        var preprocessing = fit(training);
        return (preprocessing.Apply(training), preprocessing.Apply(validation));
    }
}
