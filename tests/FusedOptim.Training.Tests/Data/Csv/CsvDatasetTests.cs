using System.Text;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>CSV files as people have them, without options.</summary>
[Trait("Kind", "Files")]
public sealed class CsvDatasetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fusedoptim").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AFileWithHeaderSemicolonsQuotesAndNamesOfClassesNeedsNoOptions()
    {
        var data = CsvDataset.Load(Write(
            "iris.csv",
            """
            "sepal length";"petal length";"species"
            5.1;1.4;"setosa"
            7.0;"4.7";"versicolor"
            4.9;1.4;setosa

            """));
        Assert.Equal(["sepal length", "petal length"], data.FeatureNames);
        Assert.Equal(["setosa", "versicolor"], data.ClassNames);
        Assert.Equal([5.1f, 1.4f, 7, 4.7f, 4.9f, 1.4f], data.Features.ToArray());
        Assert.Equal([0, 1, 0], data.Labels.ToArray());
    }

    [Theory]
    [InlineData("1,2.5,0\n-3,4e2,2\n")]
    [InlineData("1,2.5,0\r\n-3,4e2,2")]
    [InlineData("1,2.5,0\r-3,4e2,2\r")]
    [InlineData("1, 2.5, 0\n-3, 4e2, 2 \n")]
    [InlineData("1;2.5;0\n-3;4e2;2\n")]
    [InlineData("1\t2.5\t0\n-3\t4e2\t2\n")]
    [InlineData("1|2.5|0\n-3|4e2|2\n")]
    [InlineData("a,b,c\n1,2.5,0\n-3,4e2,2\n")]
    [InlineData("\"1\",\"2.5\",\"0\"\n\"-3\",\"4e2\",\"2\"\n")]
    [InlineData("\uFEFF1,2.5,0\n-3,4e2,2\n")]
    [InlineData("\n  \n1,2.5,0\n\n-3,4e2,2\n\n\n")]
    public void NumbersAndLabelsAreReadInEveryForm(string text)
    {
        foreach (var data in new[] { CsvTexts.Load(text), CsvDataset.Load(Write("data.csv", text)) })
        {
            Assert.Equal([1, 2.5f, -3, 400], data.Features.ToArray());
            Assert.Equal([0, 2], data.Labels.ToArray());
            Assert.Equal(["0", "1", "2"], data.ClassNames);
        }
    }

    [Fact]
    public void TheLastColumnIsTheTargetByDefault()
    {
        var data = CsvTexts.LoadWithTargets("area,rooms,price\n50,2,1.5\n70,3,2.5\n");
        Assert.Equal([50, 2, 70, 3], data.Features.ToArray());
        Assert.Equal([1.5f, 2.5f], data.Targets.ToArray());
        Assert.Equal(["price"], data.TargetNames);
        Assert.Equal(["area", "rooms"], data.FeatureNames);
        Assert.False(data.HasLabels);
    }

    [Fact]
    public void FeaturesAloneAreReadForPredictions()
    {
        var data = CsvTexts.LoadUnlabeled("a,b\n1,2\n3,4\n");
        Assert.Equal([1, 2, 3, 4], data.Features.ToArray());
        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.False(data.HasLabels || data.HasTargets);
        Assert.Equal([1, 2, 3], CsvTexts.LoadUnlabeled("1\n2\n3\n").Features.ToArray());
    }

    [Theory]
    [InlineData("data.csv.gz")]
    [InlineData("data.csv")]
    public void CompressedFilesAreRecognizedByTheirContent(string name)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, IdxBytes.Compress("1,2,0\n"u8.ToArray()));
        Assert.Equal([1f, 2], CsvDataset.Load(path).Features.ToArray());
    }

    [Fact]
    public void AFileThatIsCalledCompressedMustBe()
    {
        var path = Write("data.csv.gz", "1,2,0\n");
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path));
        Assert.StartsWith($"{path} is not a complete gzip file: ", error.Message);
    }

    [Fact]
    public void MessagesNameTheFile()
    {
        var path = Write("data.csv", "1,2,0\n1,x,0\n");
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path));
        Assert.StartsWith($"{path}, line 2, column 2 (index 1): 'x' is not a finite number.", error.Message);
        Assert.Throws<FileNotFoundException>(() => CsvDataset.Load(Path.Combine(_folder, "none.csv")));
        Assert.Throws<ArgumentNullException>("path", () => CsvDataset.Load((string)null!));
    }

    [Fact]
    public void AFileIsClosedAfterItWasRefused()
    {
        var path = Write("data.csv", "1,2,0\n1,x,0\n");
        Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path));
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(file.CanWrite);
    }

    [Theory]
    [InlineData("", " is empty; it must have at least one example.")]
    [InlineData("\n \n", " is empty; it must have at least one example.")]
    [InlineData("a,b,c\n", " has a header, line 1, and no examples. It is taken for one because none of its values is a number.")]
    [InlineData("1\n", ", line 1: there is 1 column; there must be at least one feature and a label. If values are separated, set Separator.")]
    [InlineData("1:2:0\n", ", line 1: there is 1 column; there must be at least one feature and a label. If values are separated, set Separator.")]
    [InlineData("1 2 0\n", ", line 1: there is 1 column; there must be at least one feature and a label. If single spaces separate values")]
    [InlineData("1,0\n1,2,0\n", ", line 2: there are 3 values; there must be 2, as in line 1.")]
    [InlineData("1,2,0\n1\n", ", line 2: there is 1 value; there must be 3, as in line 1.")]
    [InlineData("1,2,0\n1,2,0,\n", ", line 2: there are 4 values; there must be 3, as in line 1. Remove the separator at its end.")]
    [InlineData("1,2,0\n1;2;0\n", ", line 2: there is 1 value; there must be 3, as in line 1. If ';' separates values, set Separator to it.")]
    [InlineData("\n\n1,2,0\n1,2\n", ", line 4: there are 2 values; there must be 3, as in line 3.")]
    public void FilesWithoutTheRowsThatTheyNeedAreRefused(string text, string message) => CsvTexts.AssertRefused(text, message);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }
}
