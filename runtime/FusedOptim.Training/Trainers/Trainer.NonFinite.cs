using FusedOptim.Training.Checking;

namespace FusedOptim.Training;

/// <content>Stopping at what is NaN or infinite.</content>
public sealed partial class Trainer
{
    // After so many skipped steps in a row nothing will change any more.
    private const int MaximumSkipsInARow = 100;

    private NonFiniteStop? _nonFinite;
    private int _skipsInARow;

    // Whether a step may be left out instead of training being stopped.
    private bool MaySkip => SkipNonFinite || LossScaler is not null;

    private StepOutcome TakeStep()
    {
        _skipsInARow = 0;
        return StepOutcome.Taken;
    }

    private StepOutcome StopAtLoss(double loss, NonFiniteSource source)
    {
        var step = Optimizer.StepCount + 1;
        return Stop(step, source.Layer, NonFiniteLoss.Describe(loss, step, source));
    }

    private StepOutcome JudgeSkip(StepReport report, double loss, NonFiniteSource? lossSource, bool hasSmallerScale)
    {
        var step = Optimizer.StepCount + 1;
        if (!MaySkip)
        {
            var source = NonFiniteSource.OfGradient(Network, report.NonFiniteParameter!);
            return Stop(step, source.Layer, Message(source.Description));
        }

        // No step to come would be another.
        if (NonFiniteSource.OfParameters(Network) is { } weight)
            return lossSource is { } found ? StopAtLoss(loss, found) : Stop(step, weight.Layer, Message(weight.Description));
        // While a loss scale falls, gradients that overflowed by it become smaller.
        if (hasSmallerScale && double.IsFinite(loss))
            _skipsInARow = 0;
        return ++_skipsInARow < MaximumSkipsInARow
            ? StepOutcome.Skipped
            : Stop(step, layer: null, Message($"{MaximumSkipsInARow} steps in a row were skipped."));

        string Message(string why) =>
            Invariant($"Step {step}: the loss is {Watcher.Text(loss)}, ") +
            $"the gradients of '{report.NonFiniteParameter}' are not all finite. {why}";
    }

    // A step can overflow although loss and gradients are finite; the next loss tells, if there is a next.
    private bool HasFiniteWeights()
    {
        if (NonFiniteSource.OfParameters(Network) is not { } weight)
            return true;
        Stop(Optimizer.StepCount, weight.Layer, Invariant(
            $"Step {Optimizer.StepCount} has made weights that are not finite. {weight.Description}"));
        return false;
    }

    private StepOutcome Stop(int step, string? layer, string message)
    {
        _nonFinite = new NonFiniteStop(step, layer, message);
        Warn([message]);
        return StepOutcome.Stopped;
    }
}
