using System.Diagnostics;
using FusedOptim.Execution;
using FusedOptim.Guards;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Data;
using FusedOptim.Training.Files;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training;

/// <summary>
/// Trains a network in single precision: mini-batches in random order, loss, backpropagation, a step of the rule. One
/// seed means the same weights after every step, on any instruction set and any number of threads.
/// </summary>
/// <remarks>Made by <see cref="Create(Sequential, IUpdateRule, Loss, long, OptimizerOptions?)"/>. One thread at a time
/// uses a trainer and its network: members that compute, save or load throw an <see cref="InvalidOperationException"/> while another
/// thread is in one of them. Callbacks on the thread of <see cref="Fit"/>, such as progress, watchers and schedules, can use both. After
/// <see cref="Dispose"/>, these members throw an <see cref="ObjectDisposedException"/>.</remarks>
public sealed partial class Trainer : IDisposable
{
    private readonly Loss _loss;
    private readonly long _seed;
    private readonly WorkerTeam _team;
    private readonly EpochPosition _position = new();

    internal Trainer(Network<float> network, Optimizer optimizer, Loss loss, long seed, WorkerTeam team)
    {
        Network = network;
        Optimizer = optimizer;
        _loss = loss;
        _seed = seed;
        _team = team;
        _statistics = new RunningStatistics(network);
        _records = new BatchRecords(optimizer);
    }

    /// <summary>The network that is trained.</summary>
    public Network<float> Network { get; }

    /// <summary>The optimizer that steps its parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The loss that is minimized.</summary>
    internal Loss Loss => _loss;

    /// <summary>The number of completed epochs, over all calls of <see cref="Fit"/>.</summary>
    public int EpochCount { get; private set; }

    /// <summary>
    /// Trains for some epochs. Another call goes on where this one ended: states, schedules and the order of examples
    /// continue.
    /// </summary>
    /// <remarks>
    /// Cancellation does not throw and loses nothing: the call returns, after the current batch, with a report
    /// of the completed epochs that says so, and the network keeps what it learned. No exception is thrown. Another
    /// call, or one after <see cref="Resume"/>, goes on with the next batch of the epoch that was cut short, and completes
    /// it as the first of its own; where it is given another number of examples or another batch size, it begins the epoch
    /// anew.
    /// <para>
    /// Training stops at a loss or a gradient that is NaN or infinite, before its step is taken: weights, states and running
    /// statistics are what the step before left. A step whose own result is not finite ends training too, and is not undone.
    /// <see cref="TrainingReport.NonFinite"/> names the step and the layer; no exception is thrown, no checkpoint is written,
    /// and the epoch is not among the completed ones. The best weights are put back where there is an
    /// <see cref="EarlyStopping"/>. <see cref="SkipNonFinite"/> and <see cref="LossScaler"/> leave out such steps instead.
    /// </para>
    /// <para>A rule with the input <c>[Input(Over.Model)] double loss</c> gets the mean loss of the batch.</para>
    /// </remarks>
    /// <param name="training">The data to learn from.</param>
    /// <param name="validation">Data to look at after each epoch, if any; nothing is learned from them.</param>
    /// <param name="epochs">How many times to go through the training data; 0 for not at all.</param>
    /// <param name="batchSize">The number of examples of a step; at least 1.</param>
    /// <param name="progress">Told after each batch and each epoch, on the calling thread, if it does not hand over to
    /// another itself, as <see cref="Progress{T}"/> does. <see cref="TrainingProgress.To"/> makes one from a method.</param>
    /// <param name="cancellationToken">Ends training after the current batch.</param>
    /// <returns>The completed epochs.</returns>
    /// <exception cref="ArgumentException">A data set has another number of features than the network takes, or more
    /// classes than it has outputs; one has labels and the other target values; there are no validation data for
    /// <see cref="EarlyStopping"/>; <see cref="Metric"/> is the accuracy, which target values do not have; a batch of one
    /// of the epochs would have fewer examples than a layer learns from (<see cref="Network{T}.MinimumBatchSize"/>); the loss takes
    /// labels, and the data have target values, or the reverse; the data ignore a label that the loss does not ignore, or no
    /// training example counts; features have other names than the inputs of the network
    /// (<see cref="Network{T}.InputNames"/>), or classes or target values other names than its outputs
    /// (<see cref="Network{T}.OutputNames"/>); or a number is out of range. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">All parameters are frozen; a rule needs an input for each step other than the loss
    /// (<see cref="InputAttribute"/>); evaluation weights are in use; the trainer or its network
    /// is in use on another thread, or in a call of this method; or what <see cref="FusedOptim.Optimizer.Step"/> throws.</exception>
    /// <exception cref="ObjectDisposedException">The trainer is disposed.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written.</exception>
    public TrainingReport Fit(
        Dataset training,
        Dataset? validation = null,
        int epochs = 10,
        int batchSize = 32,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        using var fitting = BeginFitting();
        CheckData(training, validation);
        Guard.AtLeast(0, epochs);
        Guard.AtLeast(1, batchSize);
        CheckTrainingWeights();
        CheckGroups();
        CheckInputs();
        // Any number, where early stopping or a cancellation is to end it.
        var lastEpoch = (int)Math.Min((long)EpochCount + epochs, int.MaxValue);
        CheckBatches(training.Count, batchSize, lastEpoch);

        var start = Stopwatch.GetTimestamp();
        if (Checkpoints is not null)
            AtomicFile.CreateFolder(Checkpoints.Folder, FileSystem.Default);
        // Of a call that an exception ended.
        Network.Parameters.ZeroGradients();
        var reports = new List<EpochReport>();
        var wasCancelled = false;
        var evaluated = EvaluatedPart(training);
        HasBestWeights = false;
        (_nonFinite, _skipsInARow) = (null, 0);
        var records = _records = new BatchRecords(Optimizer);
        Network.TakeNames(training);
        _warnings.Clear();
        _warnings.AddRange(Network.Warnings);
        _warnings.AddRange(FirstClass.Warnings(training));
        _warnings.AddRange(OutputPositions.Warnings(Network.Model, training));
        MiniBatches? batches = null;
        while (EpochCount < lastEpoch && EarlyStopping is not { IsDue: true })
        {
            var epochStart = Stopwatch.GetTimestamp();
            var size = BatchSizeOf(EpochCount + 1, batchSize);
            if (batches is null || batches.BatchSize != Math.Min(size, training.Count))
                batches = new MiniBatches(training, size, _seed, Augmentation, DropLast, _team);
            records.Reserve(batches.Count);
            if (!TryRunEpoch(batches, lastEpoch, progress, cancellationToken))
            {
                wasCancelled = _nonFinite is null;
                break;
            }

            var validated = validation is null ? default(Evaluation?) : Evaluate(validation);
            if (validated is { Loss: var loss } && !double.IsFinite(loss))
                Warn([Invariant($"Epoch {EpochCount + 1}: the validation loss is {Watcher.Text(loss)}.")]);
            var trained = evaluated is null ? default(Evaluation?) : Evaluate(evaluated);
            var report = new EpochReport(
                EpochCount + 1, _position.Sum.Mean, validated, Stopwatch.GetElapsedTime(epochStart))
            {
                TrainingEvaluation = trained,
            };
            Complete(report);
            reports.Add(report);
            records.EndEpoch();
            progress?.Report(new(EpochCount, lastEpoch, batches.Count, batches.Count, report.Training, report));
        }

        if (!wasCancelled)
            RestoreBestWeights();
        return records.AddTo(new TrainingReport(reports, wasCancelled, Stopwatch.GetElapsedTime(start))
        {
            Best = _best.Report,
            WasStopped = EarlyStopping is { IsDue: true } || _nonFinite is not null,
            NonFinite = _nonFinite,
            Warnings = [.. _warnings],
        });
    }

    /// <summary>Releases the network and the states of the optimizer.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Optimizer.Dispose();
        Network.Dispose();
    }

    private void Complete(EpochReport report)
    {
        EpochCount++;
        _position.Begin(0, 0);
        if (EarlyStopping is not null && report.Validation is { } validation)
        {
            // The weights that had the result.
            using (Optimizer.UseEvaluationWeights())
                EarlyStopping.Update(validation, Network, Metric);
        }

        UpdatePlateaus(report);
        // First: a run that dies between the two takes the end of the epoch again, and saves the same best.
        var isBest = _best.Take(report, Metric);
        if (isBest && Checkpoints is not null)
            Save(Checkpoints.Best);
        if (Checkpoints is not null)
            Save(Checkpoints.Last);
    }

    private void CheckGroups()
    {
        if (Network.Parameters.Any(Optimizer.IsStepped))
            return;
        throw new InvalidOperationException(
            $"All {Network.Parameters.Count} parameters of the network are frozen: nothing would be trained. " +
            (Optimizer.Groups.Count > 0
                ? "Call trainer.Optimizer.Unfreeze for at least one before Fit."
                : "Let the function that selects the rule of a parameter return a rule for at least one, or add a group by " +
                "trainer.Optimizer.AddGroup before Fit."));
    }

    // Null for nothing.
    private Dataset? EvaluatedPart(Dataset training)
    {
        if (EvaluatedTrainingShare == 0)
            return null;
        var count = Math.Max(1, (int)Math.Round(EvaluatedTrainingShare * training.Count));
        return count == training.Count ? training : training.Split((double)count / training.Count, _seed).First;
    }

    private void CheckData(Dataset training, Dataset? validation)
    {
        Network.CheckTraining(training, validation);
        _loss.Check(training, nameof(training));
        if (_loss.GetWeight(training.Slice(0, training.Count)) == 0)
        {
            throw new ArgumentException(
                "No example of the training data counts: each has the ignored label, or a class of the weight 0.", nameof(training));
        }

        if (validation is not null)
        {
            if (validation.Answers != training.Answers)
            {
                throw new ArgumentException(
                    $"The validation data have {Answers(validation)}, the training data {Answers(training)}; both must have " +
                    "the same.", nameof(validation));
            }

            _loss.Check(validation, nameof(validation));
        }
        else if (EarlyStopping is not null)
        {
            throw new ArgumentException(
                "EarlyStopping is set, and there are no validation data to stop by; give some.", nameof(validation));
        }

        EarlyStopping?.Check(Network, nameof(EarlyStopping));
        if (Metric == Metric.Accuracy && !training.HasLabels)
        {
            throw new ArgumentException(
                $"{nameof(Metric)} is {Metric}, and the training data have target values, which have none. Set {nameof(Metric)} to " +
                $"{nameof(Metric.Loss)}.", nameof(training));
        }

        static string Answers(Dataset dataset) => dataset.Answers switch
        {
            AnswerKind.Labels => "labels",
            AnswerKind.Targets => "target values",
            _ => "neither labels nor target values",
        };
    }
}
