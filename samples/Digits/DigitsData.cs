using FusedOptim.Training;
using FusedOptim.Training.Data;

namespace FusedOptim.Samples.Digits;

/// <summary>The digits: four fifths to learn from and one to test on, the same for every seed.</summary>
internal sealed class DigitsData
{
    /// <summary>A digit is a square of so many pixels a side.</summary>
    public const int Side = 8;

    /// <summary>The darkest pixel.</summary>
    public const float Ink = 16;

    private DigitsData(Dataset training, Dataset test)
    {
        var standardization = Standardization.Fit(training);
        Training = standardization.Apply(training);
        Test = standardization.Apply(test);
        TestPixels = test;
    }

    /// <summary>What is learned from, standardized.</summary>
    public Dataset Training { get; }

    /// <summary>What is tested on, standardized as the training data are.</summary>
    public Dataset Test { get; }

    /// <summary>What is tested on, as pixels from 0 to <see cref="Ink"/>.</summary>
    public Dataset TestPixels { get; }

    /// <summary>Reads the data that lie beside the program.</summary>
    public static DigitsData Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz");
        var (training, test) = CsvDataset.Load(path).SplitStratified(0.8, seed: 0);
        return new DigitsData(training, test);
    }
}
