using System.Globalization;
using System.Text.RegularExpressions;

namespace FusedOptim.Samples.Tests;

/// <summary>The sample that trains by a loop of its own.</summary>
public sealed partial class CustomTrainingTests
{
    [Fact]
    public void TheLoopLearnsToReadTheDigits()
    {
        var (exitCode, output) = SampleProgram.Run("CustomTraining");
        Assert.True(exitCode == 0, output);
        var epochs = Line().Matches(output)
            .Select(line => (Loss: Number(line.Groups[1]), Accuracy: Number(line.Groups[2]))).ToArray();
        Assert.Equal(20, epochs.Length);
        Assert.True(epochs[^1].Loss < epochs[0].Loss, output);
        Assert.True(epochs[^1].Accuracy >= 0.97, output);
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"loss ([\d.]+), test accuracy ([\d.]+)")]
    private static partial Regex Line();
}
