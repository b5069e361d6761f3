using FusedOptim.Execution;
using FusedOptim.Schedules;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Samples.Mnist;

/// <summary>Trainings of one network by different optimizers. Learning rates fall by half a cosine in each.</summary>
/// <param name="training">The examples to learn from.</param>
/// <param name="validation">The examples that choose the learning rate and make the curves.</param>
/// <param name="batchSize">The number of examples of a step.</param>
/// <param name="team">The threads.</param>
/// <param name="cancellationToken">Ends training.</param>
internal sealed class Comparison(
    Dataset training, Dataset validation, int batchSize, WorkerTeam team, CancellationToken cancellationToken)
{
    private const int HiddenSize = 512;

    /// <summary>Gets the network in words.</summary>
    public string Network => $"{training.FeatureCount} → {HiddenSize} ReLU → {HiddenSize} ReLU → {training.ClassCount}";

    /// <summary>Trains once with each rate, and returns the rate of the greatest validation accuracy, with its curve.</summary>
    public (double Rate, ValidationCurve Curve) FindRate(Contender contender, int epochs, long seed)
    {
        var best = contender.Rates
            .Select(rate => (Rate: rate, Train(contender, rate, epochs, seed, _ => 0).Curve)).MaxBy(run => run.Curve.Best);
        var isAtTheEdge = best.Rate == contender.Rates[0] || best.Rate == contender.Rates[^1];
        Console.WriteLine($"{contender.Name} gets the rate {best.Rate:G4}{(isAtTheEdge ? ", which is at the edge of its grid" : "")}.");
        return best;
    }

    /// <summary>Trains, prints the curve, and takes a result of the trained network.</summary>
    public (ValidationCurve Curve, TResult Result) Train<TResult>(
        Contender contender, double rate, int epochs, long seed, Func<Trainer, TResult> result)
    {
        var model = new Sequential(
            new Dense(training.FeatureCount, HiddenSize), new Relu(), new Dense(HiddenSize, HiddenSize), new Relu(),
            new Dense(HiddenSize, training.ClassCount));
        using var trainer = Trainer.Create(
            model, contender.CreateRules(rate), new SoftmaxCrossEntropy(), seed, new OptimizerOptions { Team = team });
        var steps = (int)Math.Min((long)epochs * training.GetBatchCount(batchSize), int.MaxValue);
        trainer.Schedule("LearningRate", new Cosine(1, steps), ScheduleMode.Multiply);
        var report = trainer.Fit(training, validation, epochs, batchSize, cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var curve = new ValidationCurve([.. report.Epochs.Select(epoch => epoch.Validation!.Value.Accuracy)]);
        Console.WriteLine(
            $"{contender.Name,-14} {rate,9:G4} seed {seed,3}: {curve}   {report.Elapsed.TotalSeconds / epochs:F1} s per epoch" +
            (report.NonFinite is null ? "" : ", ended by a loss that is not finite"));
        return (curve, result(trainer));
    }
}
