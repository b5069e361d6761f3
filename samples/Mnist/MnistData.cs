using FusedOptim.Training;
using FusedOptim.Training.Data;

namespace FusedOptim.Samples.Mnist;

/// <summary>The images.</summary>
internal static class MnistData
{
    /// <summary>Reads the images to learn from and those to test on; says what is wrong and returns <see langword="null"/> where it
    /// cannot.</summary>
    /// <param name="folder">The folder of the data.</param>
    public static (Dataset Training, Dataset Test)? Load(DirectoryInfo folder)
    {
        try
        {
            return IdxDataset.Load(folder.FullName);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            Console.Error.WriteLine(exception.Message);
            Console.Error.WriteLine("`bash samples/Mnist/get-data.sh` fetches MNIST; --data names another folder.");
            return null;
        }
    }
}
