using FusedOptim.Guards;
using FusedOptim.Training.Files;

namespace FusedOptim.Training.Data;

/// <summary>
/// Reads data sets of images from pairs of <see cref="IdxFile">IDX files</see>: MNIST, Fashion-MNIST, or others of that
/// form. Features are the pixels, row by row, divided by 255: from 0 to 1.
/// </summary>
public static class IdxDataset
{
    /// <summary>
    /// Reads the four files of a folder: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>,
    /// <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>, each also with a dot before <c>idx</c>, and
    /// with <c>.gz</c> behind.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label of both
    /// sets.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is refused, or files do not fit each other.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (Dataset Training, Dataset Test) Load(string folder, int? classCount = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var training = Pair.Read(Find(folder, "train-images", "idx3"), Find(folder, "train-labels", "idx1"));
        var test = Pair.Read(Find(folder, "t10k-images", "idx3"), Find(folder, "t10k-labels", "idx1"));
        if ((training.Images.Height, training.Images.Width) != (test.Images.Height, test.Images.Width))
        {
            throw new InvalidDataException(
                Invariant($"The training images of {folder} are {training.Images.Height} × {training.Images.Width}, the test ") +
                Invariant($"images {test.Images.Height} × {test.Images.Width}; they must be of one size."));
        }

        var classes = classCount ?? 1 + Math.Max(training.Labels.Max(), test.Labels.Max());
        return (training.ToDataset(classes), test.ToDataset(classes));
    }

    /// <summary>Reads one pair of files.</summary>
    /// <param name="imagesPath">The images.</param>
    /// <param name="labelsPath">The labels.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label.</param>
    /// <exception cref="InvalidDataException">A file is refused, or they do not fit each other.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Dataset Load(string imagesPath, string labelsPath, int? classCount = null) =>
        Pair.Read(imagesPath, labelsPath).ToDataset(classCount);

    /// <summary>Reads one pair of streams, each from its position to its end. The streams stay open.</summary>
    /// <param name="images">The images.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label.</param>
    /// <exception cref="ArgumentException">A stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">A stream is refused, or they do not fit each other.</exception>
    /// <exception cref="IOException">A stream throws it.</exception>
    public static Dataset Load(Stream images, Stream labels, int? classCount = null) =>
        Pair.Read(images, labels).ToDataset(classCount);

    private static string Find(string folder, string name, string dimensions)
    {
        string[] names =
        [
            $"{name}-{dimensions}-ubyte", $"{name}.{dimensions}-ubyte",
            $"{name}-{dimensions}-ubyte.gz", $"{name}.{dimensions}-ubyte.gz",
        ];
        return names.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists) ??
            throw new FileNotFoundException($"{folder} has none of these files: {string.Join(", ", names)}.");
    }

    private sealed record Pair(IdxImages Images, byte[] Labels, string LabelsPath)
    {
        public static Pair Read(string imagesPath, string labelsPath) =>
            Of(IdxFile.ReadImages(imagesPath), imagesPath, IdxFile.ReadLabels(labelsPath), labelsPath);

        public static Pair Read(Stream images, Stream labels)
        {
            StreamArgument.CheckReadable(images);
            StreamArgument.CheckReadable(labels);
            return Of(
                IdxFile.ReadImages(images), StreamArgument.NameOf(images), IdxFile.ReadLabels(labels),
                StreamArgument.NameOf(labels));
        }

        private static Pair Of(IdxImages images, string imagesPath, byte[] labels, string labelsPath)
        {
            if (images.Count != labels.Length)
            {
                throw new InvalidDataException(
                    $"{imagesPath} has {images.Count} images and {labelsPath} {labels.Length} labels; each image must " +
                    "have one.");
            }

            return new Pair(images, labels, labelsPath);
        }

        public Dataset ToDataset(int? stated)
        {
            var classCount = stated ?? 1 + Labels.Max();
            Guard.AtLeast(1, classCount);
            var wrong = Labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)Math.Min(byte.MaxValue, classCount - 1));
            if (wrong >= 0)
            {
                throw new InvalidDataException(
                    Invariant($"{LabelsPath}: label {wrong} is {Labels[wrong]}; it must be from 0 to {classCount - 1}."));
            }

            var features = new float[Images.Pixels.Length];
            for (var i = 0; i < features.Length; i++)
                features[i] = Images.Pixels[i] / 255f;
            return new Dataset(features, [.. Labels.Select(label => (int)label)], classCount: classCount);
        }
    }
}
