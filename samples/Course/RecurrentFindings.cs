using FusedOptim.Training;

namespace FusedOptim.Samples.Course;

/// <summary>The findings of <see cref="ExperimentRecurrent"/>. The reports have the loss and the gradient norm of each step.</summary>
/// <param name="Learned">The run that learns the adding problem.</param>
/// <param name="TestError">Its mean squared error on sequences that it has not seen.</param>
/// <param name="Unclipped">The run whose gradients explode.</param>
/// <param name="Clipped">The same with the norm of the gradients clipped.</param>
internal sealed record RecurrentFindings(TrainingReport Learned, double TestError, TrainingReport Unclipped, TrainingReport Clipped)
{
    private const int Lines = 12;

    /// <summary>Prints the losses by epoch, and the stretches of both exploding runs with their largest gradients.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine("A recurrent network learns the adding problem: mean squared error");
        foreach (var epoch in Learned.Epochs)
            output.WriteLine($"epoch {epoch.Epoch,2}: {epoch.Training.Loss:F4}");
        output.WriteLine($"test: {TestError:F4}, and {AddingProblem.ErrorOfTheMean:F4} for the mean alone");
        output.WriteLine();
        output.WriteLine("Recurrent weights that are too large, plain gradient descent: largest loss and gradient norm of a stretch");
        output.WriteLine("     steps |    without clipping    |   clipped to norm 1");
        var count = Math.Max(Unclipped.BatchLosses.Count, Clipped.BatchLosses.Count);
        for (var line = 0; line < Lines; line++)
        {
            var (start, end) = (count * line / Lines, count * (line + 1) / Lines);
            output.WriteLine($"{start + 1,4} to {end,4} | {Stretch(Unclipped, start, end)} | {Stretch(Clipped, start, end)}");
        }

        output.WriteLine(
            $"largest loss: {Unclipped.BatchLosses.Max():G3} without clipping, {Clipped.BatchLosses.Max():G3} with it; " +
            $"mean loss at the end: {End(Unclipped):F4} and {End(Clipped):F4}");
    }

    /// <summary>The mean loss of the last tenth of the steps; NaN where a loss was not finite and training stopped.</summary>
    public static double End(TrainingReport report) => report.NonFinite is not null
        ? double.NaN
        : report.BatchLosses.Skip(report.BatchLosses.Count * 9 / 10).Average(loss => (double)loss);

    private static string Stretch(TrainingReport report, int start, int end)
    {
        var losses = report.BatchLosses.Take(end).Skip(start).DefaultIfEmpty(float.NaN);
        var norms = report.GradientNorms.Take(end).Skip(start).DefaultIfEmpty(float.NaN);
        return $"{losses.Max(),10:G3} {norms.Max(),11:G3}";
    }
}
