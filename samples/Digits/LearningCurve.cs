using System.Text;
using FusedOptim.Training;

namespace FusedOptim.Samples.Digits;

/// <summary>The test accuracy by epoch as a line of blocks, on a scale of the error's logarithm.</summary>
internal static class LearningCurve
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    // The lowest block and the highest.
    private const double LargestError = 0.4;
    private const double SmallestError = 0.008;

    private static readonly string[] Colors = ["#d7875f", "#d7af5f", "#d7d75f", "#afd75f", "#87d75f", "#5fd787"];

    /// <summary>The scale in words.</summary>
    public static string Scale { get; } =
        $"{Blocks[0]} {LargestError:P0} wrong or more, {Blocks[^1]} {SmallestError:P1} or fewer, on a logarithmic scale".Replace(" %", "%");

    /// <summary>The curve so far, as markup; a dot for each epoch to come.</summary>
    /// <param name="epochs">The epochs that are over.</param>
    /// <param name="epochCount">The number of epochs of the run.</param>
    /// <param name="width">The number of characters; epochs are left out or repeated to fill it.</param>
    public static string Markup(IReadOnlyList<EpochReport> epochs, int epochCount, int width)
    {
        var markup = new StringBuilder();
        for (var column = 0; column < width; column++)
        {
            var epoch = Math.Max((int)((long)(column + 1) * epochCount / width) - 1, 0);
            if (epoch >= epochs.Count)
            {
                markup.Append("[grey35]·[/]");
                continue;
            }

            var error = 1 - epochs[epoch].Validation!.Value.Accuracy;
            var height = Math.Log(LargestError / Math.Max(error, 1e-9)) / Math.Log(LargestError / SmallestError);
            markup.Append($"[{Colors[Index(height, Colors.Length)]}]{Blocks[Index(height, Blocks.Length)]}[/]");
        }

        return markup.ToString();
    }

    private static int Index(double height, int count) => (int)Math.Clamp(height * count, 0, count - 1);
}
