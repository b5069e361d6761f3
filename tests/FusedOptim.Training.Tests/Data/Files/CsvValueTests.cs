using System.Text;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Values of a CSV file, and the messages on those that cannot be read.</summary>
[Trait("Kind", "Files")]
public sealed class CsvValueTests : IDisposable
{
    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("3.0", 3)]
    [InlineData("3.", 3)]
    [InlineData("3e0", 3)]
    [InlineData("1e1", 10)]
    [InlineData(" 3.00 ", 3)]
    [InlineData("+3", 3)]
    [InlineData("-0", 0)]
    [InlineData("-0.0", 0)]
    public void AWholeNumberIsALabelHoweverItIsWritten(string label, int expected) =>
        Assert.Equal([0, expected], LoadOrFail($"1,0\n1,{label}\n").Labels.ToArray());

    [Theory]
    [InlineData("1,2,0\n3,4,1\n\n")]
    [InlineData("1,2,0\n3,4,1\n\n\n")]
    [InlineData("1,2,0\r\n3,4,1\r\n\r\n\r\n")]
    [InlineData("1,2,0\r3,4,1\r\r")]
    [InlineData("1,2,0\n3,4,1\n  \n\t")]
    public void EmptyLinesAtTheEndAreNoExamples(string text)
    {
        var dataset = LoadOrFail(text + "\n");
        Assert.Equal([1f, 2, 3, 4], dataset.Features.ToArray());
        Assert.Equal([0, 1], dataset.Labels.ToArray());
    }

    [Theory]
    [InlineData("1\0,2,0\n", "line 1: value 1, '1\\u0000', is not a finite number. The value has a zero byte")]
    [InlineData("1,\u00002,0\n", "line 1: value 2, '\\u00002', is not a finite number. The value has a zero byte")]
    [InlineData("1,2,0\0\n", "line 1: the label '0\\u0000' is not a whole number from 0 to 2147483646. The value has a zero byte")]
    [InlineData("1,2,0\n1,2\0\0,0\n", "line 2: value 2, '2\\u0000\\u0000', is not a finite number. The value has a zero byte")]
    public void AZeroByteIsNoPartOfANumber(string text, string message) => AssertRefused(text, message);

    [Theory]
    [InlineData("\"1\",\"2\",\"0\"\n", "line 1: value 1, '\"1\"', is not a finite number. Remove the quotes")]
    [InlineData("1,2,0\n1,2,\"0\"\n", "line 2: the label '\"0\"' is not a whole number from 0 to 2147483646. Remove the quotes")]
    [InlineData("1,2,0\n1,\"2,5\",0\n", "line 2: 4 values; there must be 3, as in line 1. Remove the quotes")]
    [InlineData("1,,0\n", "line 1: value 2, '', is not a finite number. Fill in missing values")]
    [InlineData("1, ,0\n", "line 1: value 2, ' ', is not a finite number. Fill in missing values")]
    [InlineData("1,2,0\n1,2,\n", "line 2: the label '' is not a whole number from 0 to 2147483646. Fill in missing values")]
    [InlineData("NA,2,0\n", "line 1: value 1, 'NA', is not a finite number. Fill in missing values")]
    [InlineData("n/a,2,0\n", "line 1: value 1, 'n/a', is not a finite number. Fill in missing values")]
    [InlineData("1,2,nan\n", "line 1: the label 'nan' is not a whole number from 0 to 2147483646. Fill in missing values")]
    [InlineData("1;1\n", "line 1: 1 value; there must be at least one feature and a label. Separate values with commas")]
    [InlineData("1,5;2,5;0\n", "line 1: value 2, '5;2', is not a finite number. Separate values with commas")]
    [InlineData("1\t2,0\n", "line 1: value 1, '1\\u00092', is not a finite number. Separate values with commas")]
    [InlineData("x,y,label\n1,2,0\n", "line 1: value 1, 'x', is not a finite number. If line 1 is a header, remove it.")]
    [InlineData("0,1,label\n1,2,0\n", "line 1: the label 'label' is not a whole number from 0 to 2147483646. If line 1 is a header, remove it.")]
    [InlineData("1,2,0\n1,2,cat\n", "line 2: the label 'cat' is not a whole number from 0 to 2147483646. Number the classes from 0.")]
    [InlineData("1,2,0\n1,2,2.5\n", "line 2: the label '2.5' is not a whole number from 0 to 2147483646. Use LoadWithTargets for regression.")]
    [InlineData("1,2,0\n\n\n3,4,1\n", "line 2: the line is empty; only the last lines of a file may be. Remove it.")]
    [InlineData("\n1,2,0\n", "line 1: the line is empty; only the last lines of a file may be. Remove it.")]
    [InlineData("1e400,2,0\n", "line 1: value 1, '1e400', is not a finite number. Numbers of single precision go from -3.4028235E+38")]
    [InlineData("1,-1e39,0\n", "line 1: value 2, '-1e39', is not a finite number. Numbers of single precision go from -3.4028235E+38")]
    [InlineData("0x10,2,0\n1,2,0\n", "line 1: value 1, '0x10', is not a finite number. If line 1 is a header, remove it.")]
    [InlineData("1,2,0\n1,٣,0\n", "line 2: value 2, '٣', is not a finite number.")]
    [InlineData("1,2,2147483648\n", "line 1: the label '2147483648' is not a whole number from 0 to 2147483646.")]
    [InlineData("1,2,-1.0\n", "line 1: the label '-1.0' is not a whole number from 0 to 2147483646.")]
    [InlineData("1,2,3.0000000000000000000001\n", "line 1: the label '3.0000000000000000000001' is not a whole number from 0 to 2147483646.")]
    public void AMessageSaysWhatIsWrongAndWhatToDo(string text, string message) => AssertRefused(text, message);

    [Fact]
    public void AMessageIsNotAsLongAsTheValue()
    {
        var error = Assert.Throws<InvalidDataException>(
            () => CsvDataset.Load(Write(Encoding.UTF8.GetBytes($"1,2,0\n{new string('x', 100_000)},2,0\n"))));
        Assert.InRange(error.Message.Length, 50, 300);
    }

    [Fact]
    public void ALineHasALimit()
    {
        var text = new byte[(1 << 26) + 100];
        text.AsSpan().Fill((byte)'1');
        "1,2\n"u8.CopyTo(text);
        var path = Write(text);
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path));
        Assert.Equal($"{path}, line 2: the line is too long; a line must have fewer than 67108864 characters.", error.Message);
    }

    private Dataset LoadOrFail(string text)
    {
        Dataset? dataset = null;
        Assert.Null(Record.Exception(() => dataset = CsvDataset.Load(Write(Encoding.UTF8.GetBytes(text)))));
        return dataset!;
    }

    private void AssertRefused(string text, string message)
    {
        var path = Write(Encoding.UTF8.GetBytes(text));
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path));
        Assert.StartsWith($"{path}, {message}", error.Message);
    }

    private string Write(byte[] content)
    {
        var path = Path.Combine(_file.Folder, "data.csv");
        File.WriteAllBytes(path, content);
        return path;
    }
}
