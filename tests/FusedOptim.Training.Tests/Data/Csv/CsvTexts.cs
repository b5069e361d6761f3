using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>CSV files as texts.</summary>
internal static class CsvTexts
{
    public static Dataset Load(string text, CsvOptions? options = null) => CsvDataset.Load(new StringReader(text), options);

    public static Dataset LoadWithTargets(string text, CsvOptions? options = null) =>
        CsvDataset.LoadWithTargets(new StringReader(text), options);

    public static Dataset LoadUnlabeled(string text, CsvOptions? options = null) =>
        CsvDataset.LoadUnlabeled(new StringReader(text), options);

    /// <summary>Asserts that labels are refused with a message that starts so, after the name of the text.</summary>
    public static void AssertRefused(string text, string message, CsvOptions? options = null) =>
        AssertRefused(message, () => Load(text, options));

    /// <summary>Asserts that a file is refused with a message that starts so, after the name of the text.</summary>
    public static void AssertRefused(string message, Func<Dataset> load)
    {
        var error = Assert.Throws<InvalidDataException>(load);
        Assert.StartsWith("<text>" + message, error.Message);
    }
}
