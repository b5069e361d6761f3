using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace FusedOptim.Samples.Tests;

/// <summary>The experiments of the course, in their small form.</summary>
public sealed partial class CourseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fusedoptim-course-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string PagePath => Path.Combine(_folder.FullName, "course.html");

    [Fact]
    public void ThePageHasEachExperimentWithItsFigures()
    {
        var (exitCode, output) = SampleProgram.Run("Course", "--small", "--output", PagePath);
        Assert.True(exitCode == 0, output);

        using var reader = XmlReader.Create(PagePath, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var main = XElement.Load(reader).Descendants().Single(element => element.Name.LocalName == "main");
        var headings = main.Elements().Where(element => element.Name.LocalName == "h2").Select(heading => heading.Value).ToArray();
        Assert.Equal(
            ["Updating", "Initial", "Initial", "Batch", "Overfitting,", "Flat", "Recurrent", "Convolutions", "Searching", "Searching", "What"],
            headings.Select(heading => heading.Split(' ')[0]));
        // Paths and curves; activations; curves; two scales; three networks; three slices; two, two, three and two figures.
        Assert.Equal(5 + 8 + 1 + 2 + 3 + 3 + 2 + 2 + 3 + 2, main.Descendants().Count(element => element.Name.LocalName == "figure"));
    }

    [Fact]
    public void ARecurrentNetworkLearnsToAddAndExplodesWithoutClipping()
    {
        var (exitCode, output) = SampleProgram.Run("Course", "recurrent", "--small", "--output", PagePath);
        Assert.True(exitCode == 0, output);
        Assert.True(Number(TestError().Match(output).Groups[1]) < 0.01, output);
        var exploding = LargestLoss().Match(output);
        Assert.True(exploding.Success, output);
        Assert.True(Number(exploding.Groups[1]) > 50 * Number(exploding.Groups[2]), output);
        Assert.True(Number(exploding.Groups[3]) < 0.2, output);
    }

    [Fact]
    public void AnExperimentThatDoesNotExistIsNamed()
    {
        var (exitCode, output) = SampleProgram.Run("Course", "recurent", "--output", PagePath);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("There is no experiment 'recurent'; there are optimizers, ", output, StringComparison.Ordinal);
        Assert.False(File.Exists(PagePath));
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"test: ([\d.]+)")]
    private static partial Regex TestError();

    [GeneratedRegex(@"largest loss: (\S+) without clipping, (\S+) with it; mean loss at the end: \S+ and (\S+)")]
    private static partial Regex LargestLoss();
}
