using FusedOptim.Guards;
using FusedOptim.Training.Checking;

namespace FusedOptim.Training;

/// <content>Looking at training while it goes on.</content>
public sealed partial class Trainer
{
    // What goes wrong mostly goes on: the first messages say all.
    private const int MaximumWarningCount = 100;

    private readonly List<(Watcher Watcher, int Interval)> _watchers = [];
    private readonly List<string> _warnings = [];

    /// <summary>
    /// Adds a watcher. What it says is in <see cref="TrainingProgress.Warnings"/> of the step, and in
    /// <see cref="TrainingReport.Warnings"/>. A loss that is not finite is reported there without a watcher.
    /// An exception that ends a step has the messages of that step in <see cref="Exception.Data"/>, under "Warnings", one per line.
    /// </summary>
    /// <param name="watcher">The watcher. Where there is a <see cref="LossScaler"/>, it sees derivatives multiplied by the
    /// scale.</param>
    /// <param name="everySteps">It looks at the first step and at every so manieth after it; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public void Watch(Watcher watcher, int everySteps = 100)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        Guard.AtLeast(1, everySteps);

        _watchers.Add((watcher, everySteps));
    }

    // After the derivatives are known, before the step.
    private IReadOnlyList<string> Look(double loss, NonFiniteSource? lossSource)
    {
        var step = Optimizer.StepCount + 1;
        List<string>? messages = lossSource is { } source ? [NonFiniteLoss.Describe(loss, step, source)] : null;
        foreach (var (watcher, interval) in _watchers)
        {
            if ((step - 1) % interval == 0 && watcher.Look(Network, loss, step) is { Count: > 0 } found)
                (messages ??= []).AddRange(found);
        }

        if (messages is null)
            return [];
        Warn(messages);
        return messages;
    }

    // Steps that are skipped have one number: the same is said again.
    private void Warn(IReadOnlyList<string> messages) =>
        _warnings.AddRange(messages.Except(_warnings).Take(MaximumWarningCount - _warnings.Count));
}
