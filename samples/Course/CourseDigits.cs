using FusedOptim.Training;
using FusedOptim.Training.Data;

namespace FusedOptim.Samples.Course;

/// <summary>The digits that the experiments learn: images of 8 × 8 pixels, of which a fifth is kept apart to validate on.</summary>
internal static class CourseDigits
{
    /// <summary>Reads the data that lie beside the program, standardized by the training data.</summary>
    public static (Dataset Training, Dataset Validation) Load() => Load(Standardization.Fit);

    /// <summary>Reads the data that lie beside the program, with pixels from 0 to 1: images whose background is 0.</summary>
    public static (Dataset Training, Dataset Validation) LoadPixels() => Load(MinMaxNormalization.Fit);

    private static (Dataset Training, Dataset Validation) Load(Func<Dataset, Preprocessing> fit)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz");
        var (training, validation) = CsvDataset.Load(path).SplitStratified(0.8, seed: 0);
        var preprocessing = fit(training);
        return (preprocessing.Apply(training), preprocessing.Apply(validation));
    }
}
