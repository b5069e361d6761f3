using System.IO.Compression;
using System.Text;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

public sealed class CsvDatasetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fusedoptim").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("1,2.5,0\n-3,4e2,2\n")]
    [InlineData("1,2.5,0\r\n-3,4e2,2")]
    [InlineData("1, 2.5, 0\n-3, 4e2, 2 \n")]
    public void ReadsNumbersAndLabels(string text)
    {
        var dataset = CsvDataset.Load(Write("data.csv", Encoding.UTF8.GetBytes(text)));
        Assert.Equal([1, 2.5f, -3, 400], dataset.Features.ToArray());
        Assert.Equal([0, 2], dataset.Labels.ToArray());
        Assert.Equal(3, dataset.ClassCount);
    }

    [Fact]
    public void ReadsWhatGzipCompressed() =>
        Assert.Equal([1f, 2], CsvDataset.Load(Write("data.csv.gz", Compress("1,2,0\n"))).Features.ToArray());

    [Fact]
    public void ReadsTargetValues()
    {
        var path = Write("data.csv", Encoding.UTF8.GetBytes("1,2.5,-3\n4,5,6e-1\n"));
        var one = CsvDataset.LoadWithTargets(path);
        Assert.Equal([1, 2.5f, 4, 5], one.Features.ToArray());
        Assert.Equal([-3, 0.6f], one.Targets.ToArray());
        Assert.False(one.HasLabels);
        var two = CsvDataset.LoadWithTargets(path, targetCount: 2);
        Assert.Equal([1f, 4], two.Features.ToArray());
        Assert.Equal([2.5f, -3, 5, 0.6f], two.Targets.ToArray());
        Assert.Equal(2, two.TargetCount);
    }

    [Theory]
    [InlineData("", " is empty; it must have at least one example.")]
    [InlineData("1,2\n", ", line 1: 2 values; there must be at least one feature and 2 target values. Separate values with commas, and write decimals with a point. If line 1 is a header, remove it.")]
    [InlineData("1,2,3\n1,2\n", ", line 2: 2 values; there must be 3, as in line 1.")]
    [InlineData("1,2,x\n", ", line 1: value 3, 'x', is not a finite number. If line 1 is a header, remove it.")]
    [InlineData("1,2,Infinity\n", ", line 1: value 3, 'Infinity', is not a finite number.")]
    public void NamesFileLineAndValueOfWhatIsNoTarget(string text, string message)
    {
        var path = Write("data.csv", Encoding.UTF8.GetBytes(text));
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.LoadWithTargets(path, targetCount: 2));
        Assert.Equal(path + message, error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => CsvDataset.LoadWithTargets(path, targetCount: 0));
    }

    [Theory]
    [InlineData("", " is empty; it must have at least one example.")]
    [InlineData("1,0\n1,2,0\n", ", line 2: 3 values; there must be 2, as in line 1.")]
    [InlineData("1,0\n\n1,0\n", ", line 2: the line is empty; only the last lines of a file may be. Remove it.")]
    [InlineData("1\n", ", line 1: 1 value; there must be at least one feature and a label. Separate values with commas, and write decimals with a point. If line 1 is a header, remove it.")]
    [InlineData("1;2;0\n", ", line 1: 1 value; there must be at least one feature and a label. Separate values with commas, and write decimals with a point. If line 1 is a header, remove it.")]
    [InlineData("x,y,label\n1,2,0\n", ", line 1: value 1, 'x', is not a finite number. If line 1 is a header, remove it.")]
    [InlineData("1,2,0\n1,x,0\n", ", line 2: value 2, 'x', is not a finite number.")]
    [InlineData("NaN,0\n", ", line 1: value 1, 'NaN', is not a finite number. Fill in missing values, or remove their lines.")]
    [InlineData("1,2,0\n1,2,1.5\n", ", line 2: the label '1.5' is not a whole number from 0 to 9. Use LoadWithTargets for regression.")]
    [InlineData("1,2,-1\n", ", line 1: the label '-1' is not a whole number from 0 to 9.")]
    [InlineData("1,2,10\n", ", line 1: the label '10' is not a whole number from 0 to 9.")]
    public void NamesFileLineAndValueOfWhatIsWrong(string text, string message)
    {
        var path = Write("data.csv", Encoding.UTF8.GetBytes(text));
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path, classCount: 10));
        Assert.Equal(path + message, error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => CsvDataset.Load(path, classCount: 0));
    }

    [Fact]
    public void RefusesFilesThatAreNotCompressed()
    {
        var path = Write("data.csv.gz", Encoding.UTF8.GetBytes("1,2,0\n"));
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path));
        Assert.StartsWith($"{path} is not a complete gzip file: ", error.Message);
    }

    [Fact]
    public void RefusesFilesThatWereCutShort()
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i},{i * 7919 % 1000},0\n"));
        var path = Write("data.csv.gz", Compress(text)[..^100]);
        Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path));
    }

    [Fact]
    public void RefusesFilesThatDoNotExist() =>
        Assert.Throws<FileNotFoundException>(() => CsvDataset.Load(Path.Combine(_folder, "none.csv")));

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static byte[] Compress(string text)
    {
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }
}
