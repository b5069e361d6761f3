using System.Buffers.Binary;

namespace FusedOptim.Samples.Tests;

/// <summary>The sample that trains on MNIST, on images that the tests draw: class n has its stroke in row 2n + 4.</summary>
public sealed class MnistTests : IDisposable
{
    private const int Side = 28;
    private const int Classes = 10;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fusedoptim-mnist-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ItLearnsAndTheWeightsDoNotDependOnThreads()
    {
        Write("train", 300);
        Write("t10k", 50);
        var digests = new List<string>();
        foreach (var threads in (string[])["1", "2"])
        {
            var (exitCode, output) = SampleProgram.Run(
                "Mnist", "--data", _folder.FullName, "--epochs", "12", "--batch-size", "16", "--threads", threads);
            Assert.True(exitCode == 0, output);
            Assert.Contains("Test accuracy 1.0000", output);
            digests.Add(output.Split('\n').Single(line => line.StartsWith("sha256 ", StringComparison.Ordinal)));
        }

        Assert.Equal(digests[0], digests[1]);
        Assert.Equal("sha256 ".Length + 64, digests[0].Trim().Length);
    }

    [Fact]
    public void AnotherOptimizerIsValidatedAfterEachEpoch()
    {
        Write("train", 120);
        Write("t10k", 20);
        var (exitCode, output) = SampleProgram.Run(
            "Mnist", "--data", _folder.FullName, "--epochs", "3", "--batch-size", "20", "--rule", "Lion", "--rate", "0.001", "--validation", "20");
        Assert.True(exitCode == 0, output);
        Assert.Contains("100 images to learn from", output);
        Assert.Contains("Lion with rates up to 0.001.", output);
        Assert.Equal(3, System.Text.RegularExpressions.Regex.Count(output, @"epoch   \d: .*, accuracy \d\.\d{4}, validation accuracy \d\.\d{4}"));
        Assert.Matches("validation accuracy by epoch [▁-█]{3} ", output);
    }

    [Theory]
    [InlineData("--rule", "Adan2", "Adan2")]
    [InlineData("--rate", "0", "--rate is 0; it must be greater than 0 and finite.")]
    [InlineData("--validation", "30", "--validation is 30; there are 30 training images")]
    public void RefusesWhatIsNone(string option, string value, string message)
    {
        Write("train", 30);
        Write("t10k", 10);
        var (exitCode, output) = SampleProgram.Run("Mnist", "--data", _folder.FullName, "--epochs", "1", option, value);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(message, output);
    }

    /// <summary>A step an epoch, because the network is large.</summary>
    [Fact]
    public void ItComparesOptimizersOverAGridOfRatesAndNewSeeds()
    {
        Write("train", 120);
        Write("t10k", 20);
        var (exitCode, output) = SampleProgram.Run(
            "Mnist", "compare", "--data", _folder.FullName, "--epochs", "2", "--batch-size", "100", "--seeds", "2", "--threads", "1");
        Assert.True(exitCode == 0, output);
        var lines = output.Split('\n');
        foreach (var name in (string[])["AdamW ", "Muon and AdamW "])
        {
            Assert.Equal(9, lines.Count(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains("seed   1:", StringComparison.Ordinal)));
            Assert.Equal(2, lines.Count(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains("seed 30", StringComparison.Ordinal)));
        }

        Assert.Matches(@"in at most three quarters of the epochs that AdamW takes to it with \d of 2 seeds\.", output);
        Assert.Matches(@"Test accuracies of AdamW and Muon: [01]\.\d{4} and [01]\.\d{4}, [01]\.\d{4} and [01]\.\d{4}\.", output);
    }

    [Fact]
    public void ConvolutionsLearnAndTheWeightsDoNotDependOnThreads()
    {
        Write("train", 300);
        Write("t10k", 50);
        var digests = new List<string>();
        foreach (var threads in (string[])["1", "2"])
        {
            var (exitCode, output) = SampleProgram.Run(
                "Mnist", "convolutions", "--data", _folder.FullName, "--epochs", "4", "--batch-size", "16", "--seeds", "1", "--threads", threads);
            Assert.True(exitCode == 0, output);
            Assert.Contains("Test accuracy 1.0000, the median of 1.", output);
            digests.Add(output.Split("sha256 ")[1][..64]);
        }

        Assert.Equal(digests[0], digests[1]);
    }

    [Fact]
    public void ConvolutionsValidateOnASixthOfTheTrainingImages()
    {
        Write("train", 120);
        Write("t10k", 20);
        var (exitCode, output) = SampleProgram.Run(
            "Mnist", "convolutions", "--data", _folder.FullName, "--epochs", "1", "--seeds", "2", "--threads", "1", "--validate");
        Assert.True(exitCode == 0, output);
        Assert.Contains("100 images to learn from, 20 to evaluate on", output);
        Assert.Matches(@"Validation accuracy [01]\.\d{4}, the median of 2\.", output);
        Assert.DoesNotContain("Test accuracy", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void WithoutDataItSaysHowToGetThem()
    {
        foreach (var command in new string[][] { [], ["compare"], ["convolutions"] })
        {
            var (exitCode, output) = SampleProgram.Run("Mnist", [.. command, "--data", _folder.FullName]);
            Assert.Equal(1, exitCode);
            Assert.Contains("get-data.sh", output);
        }
    }

    private void Write(string set, int count)
    {
        var labels = Enumerable.Range(0, count).Select(i => (byte)(i % Classes)).ToArray();
        var pixels = new byte[count * Side * Side];
        for (var i = 0; i < count; i++)
            pixels.AsSpan(i * Side * Side + (2 * labels[i] + 4) * Side + i % 9, Side / 2).Fill(200);
        WriteIdx($"{set}-images-idx3-ubyte", pixels, count, Side, Side);
        WriteIdx($"{set}-labels-idx1-ubyte", labels, count);
    }

    // Two zeros, the type (8: bytes), the number of dimensions, and the dimensions, big-endian.
    private void WriteIdx(string name, byte[] values, params int[] dimensions)
    {
        var header = new byte[4 + 4 * dimensions.Length];
        (header[2], header[3]) = (8, (byte)dimensions.Length);
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        File.WriteAllBytes(Path.Combine(_folder.FullName, name), [.. header, .. values]);
    }
}
