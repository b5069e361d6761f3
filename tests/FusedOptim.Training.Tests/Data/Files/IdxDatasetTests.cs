using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

public sealed class IdxDatasetTests : IDisposable
{
    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("-idx3-ubyte", "-idx1-ubyte", false)]
    [InlineData(".idx3-ubyte", ".idx1-ubyte", false)]
    [InlineData("-idx3-ubyte.gz", "-idx1-ubyte.gz", true)]
    public void ReadsTrainingAndTestSetOfAFolder(string images, string labels, bool isCompressed)
    {
        Write("train-images" + images, IdxBytes.Images(2, 1, 2, 0, 255, 51, 102), isCompressed);
        Write("train-labels" + labels, IdxBytes.Labels(1, 0), isCompressed);
        Write("t10k-images" + images, IdxBytes.Images(1, 1, 2, 255, 0), isCompressed);
        Write("t10k-labels" + labels, IdxBytes.Labels(4), isCompressed);
        var (training, test) = IdxDataset.Load(_file.Folder);
        Assert.Equal([0, 1, 0.2f, 0.4f], training.Features.ToArray());
        Assert.Equal([1, 0], training.Labels.ToArray());
        Assert.Equal([1f, 0], test.Features.ToArray());
        Assert.Equal([4], test.Labels.ToArray());
        // A class that only the test set has is one of both.
        Assert.Equal((5, 5), (training.ClassCount, test.ClassCount));
    }

    [Fact]
    public void NamesTheFilesThatAreMissing()
    {
        var error = Assert.Throws<FileNotFoundException>(() => IdxDataset.Load(_file.Folder));
        Assert.StartsWith($"{_file.Folder} has none of these files: train-images-idx3-ubyte, ", error.Message);
    }

    [Fact]
    public void RefusesFilesThatDoNotFitEachOther()
    {
        var images = Write("images", IdxBytes.Images(2, 1, 1, 0, 0));
        var labels = Write("labels", IdxBytes.Labels(0, 1, 2));
        var error = Assert.Throws<InvalidDataException>(() => IdxDataset.Load(images, labels));
        Assert.Equal($"{images} has 2 images and {labels} 3 labels; each image must have one.", error.Message);

        Write("train-images-idx3-ubyte", IdxBytes.Images(1, 1, 2, 0, 0));
        Write("train-labels-idx1-ubyte", IdxBytes.Labels(0));
        Write("t10k-images-idx3-ubyte", IdxBytes.Images(1, 2, 1, 0, 0));
        Write("t10k-labels-idx1-ubyte", IdxBytes.Labels(0));
        error = Assert.Throws<InvalidDataException>(() => IdxDataset.Load(_file.Folder));
        Assert.EndsWith("are 1 × 2, the test images 2 × 1; they must be of one size.", error.Message);
    }

    [Fact]
    public void RefusesLabelsThatAreNoClass()
    {
        var images = Write("images", IdxBytes.Images(2, 1, 1, 0, 0));
        var labels = Write("labels", IdxBytes.Labels(9, 10));
        Assert.Equal(11, IdxDataset.Load(images, labels).ClassCount);
        Assert.Equal(300, IdxDataset.Load(images, labels, classCount: 300).ClassCount);
        var error = Assert.Throws<InvalidDataException>(() => IdxDataset.Load(images, labels, classCount: 10));
        Assert.Equal($"{labels}: label 1 is 10; it must be from 0 to 9.", error.Message);
    }

    private string Write(string name, byte[] content, bool isCompressed = false)
    {
        var path = Path.Combine(_file.Folder, name);
        File.WriteAllBytes(path, isCompressed ? IdxBytes.Compress(content) : content);
        return path;
    }
}
