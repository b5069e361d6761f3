using System.Text;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Random files: well-formed ones are read as they were written, and all others are refused, however they arrive.</summary>
[Trait("Kind", "Files")]
public class CsvRandomTests
{
    private const string Characters = ",,,;\t\"\"\n\n\r  1112.5-e#aNAé\0\uFEFF";

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var separator = ",;\t|"[random.Next(4)];
            var lineEnd = new[] { "\n", "\r\n", "\r" }[random.Next(3)];
            var count = random.Next(1, 40);
            var text = new StringBuilder($"x{separator}label{lineEnd}");
            var (numbers, labels) = (new float[count], new string[count]);
            for (var row = 0; row < count; row++)
            {
                numbers[row] = (float)(random.NextDouble() * Math.Pow(10, random.Next(-5, 6)));
                labels[row] = "l" + string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Characters[random.Next(14)])).Replace("\r", "") + "l";
                text.Append($"{numbers[row]:R}{separator}\"{labels[row].Replace("\"", "\"\"")}\"");
                text.Append(row < count - 1 || random.Next(2) == 0 ? lineEnd : "");
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            var data = CsvDataset.Load(new ForwardStream(bytes, random.Next(1, 100)));
            Assert.Equal(numbers, data.Features.ToArray());
            Assert.Equal(labels, data.Labels.ToArray().Select(label => data.ClassNames[label]));
        }
    }

    [Fact]
    public void OtherTextsAreReadOrRefusedAndNothingElse()
    {
        var random = new Random(2);
        var read = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Characters[random.Next(Characters.Length)]));
            var options = new CsvOptions
            {
                Header = random.Next(3) switch { 0 => null, 1 => true, _ => false },
                Comment = random.Next(2) == 0 ? null : '#',
                DecimalComma = random.Next(3) == 0,
                MissingValues = (MissingValues)random.Next(3),
            };
            var bytes = Encoding.UTF8.GetBytes(text);
            var whole = Read(bytes, options, bytes.Length + 1);
            Assert.Equal(whole, Read(bytes, options, 1 + i % 3));
            read += whole.StartsWith("Data", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.InRange(read, 40, 2_000);
    }

    private static string Read(byte[] bytes, CsvOptions options, int piece)
    {
        try
        {
            var data = CsvDataset.LoadUnlabeled(new ForwardStream(bytes, piece), options);
            return $"Data {data.Count} {string.Join(' ', data.Features.ToArray())} {string.Join(' ', data.FeatureNames)}";
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }
}
