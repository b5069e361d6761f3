using System.Diagnostics;

namespace FusedOptim.Training;

/// <summary>
/// Trains a network in single precision: mini-batches in random order, loss, backpropagation, a step of the rule. One
/// seed means the same weights after every step, on any instruction set and any number of threads.
/// </summary>
/// <remarks>Made by <see cref="Trainer.Create{TRule}(Sequential, TRule, Loss, long, WorkerTeam?, OptimizerOptions?)"/>. Not for several
/// threads at once.</remarks>
/// <typeparam name="TRule">The rule.</typeparam>
public sealed class Trainer<TRule> : IDisposable
    where TRule : class, IUpdateRule<TRule>
{
    // Enough for the matrix product to run at its full rate, and little memory.
    private const int EvaluationBatchSize = 256;

    private readonly Loss _loss;
    private readonly long _seed;

    internal Trainer(Network<float> network, Optimizer<TRule> optimizer, Loss loss, long seed)
    {
        Network = network;
        Optimizer = optimizer;
        _loss = loss;
        _seed = seed;
    }

    /// <summary>The network that is trained.</summary>
    public Network<float> Network { get; }

    /// <summary>The optimizer that steps its parameters.</summary>
    public Optimizer<TRule> Optimizer { get; }

    /// <summary>How many epochs have been completed, over all calls of <see cref="Fit"/>.</summary>
    public int EpochCount { get; private set; }

    /// <summary>
    /// The greatest norm of all gradients together; larger ones are scaled down to it
    /// (<see cref="StepOptions.MaximumNorm"/>). Null, unasked: they are not clipped.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public double? ClipNorm
    {
        get;
        set
        {
            if (value is { } norm && !(norm > 0 && double.IsFinite(norm)))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(ClipNorm), norm, $"ClipNorm is {norm}; it must be greater than 0 and finite.");
            }

            field = value;
        }
    }

    /// <summary>
    /// Whether a step is skipped where a gradient is NaN or infinite (<see cref="StepOptions.SkipNonFinite"/>);
    /// <see cref="FusedOptim.Optimizer.SkippedStepCount"/> of <see cref="Optimizer"/> counts them. Off, unasked.
    /// </summary>
    public bool SkipNonFinite { get; set; }

    /// <summary>
    /// The scale of the losses, if any: derivatives are multiplied by it, the step divides by it, and steps with gradients
    /// that are not finite are skipped. Null, unasked.
    /// </summary>
    public LossScaler? LossScaler { get; set; }

    /// <summary>
    /// How many parts a batch is cut into, which go through the network one after the other and add to the same
    /// gradients before the step: less memory for activations. Parts differ by at most one example and are not empty.
    /// At least 1; 1 unasked.
    /// </summary>
    /// <remarks>The gradients are those of the whole batch but for the order of summation and one rounding of each
    /// derivative of the loss; one number of parts gives the same bits on every machine. A layer that looks at a batch as
    /// a whole sees a part of it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MicroBatches
    {
        get;
        set
        {
            if (value < 1)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(MicroBatches), value, $"MicroBatches is {value}; it must be at least 1.");
            }

            field = value;
        }
    } = 1;

    /// <summary>Adds a schedule to all groups of parameters; called before every step.</summary>
    /// <param name="schedule">Sets hyperparameters of the rule for a step, counted from 1.</param>
    public void Schedule(Action<TRule, int> schedule)
    {
        foreach (var group in Optimizer.Groups)
            group.Schedule(schedule);
    }

    /// <summary>
    /// Trains for some epochs. Another call goes on where this one ended: states, schedules and the order of examples
    /// continue.
    /// </summary>
    /// <remarks>
    /// Cancelling is a way to end training that loses nothing: the call returns, after the batch of then, with a report
    /// of the completed epochs that says so, and the network keeps what it learned. No exception is thrown. Another
    /// call begins with the epoch that was cut short.
    /// </remarks>
    /// <param name="training">The data to learn from.</param>
    /// <param name="validation">Data to look at after each epoch, if any; nothing is learned from them.</param>
    /// <param name="epochs">How many times to go through the training data; at least 1.</param>
    /// <param name="batchSize">The number of examples of a step; at least 1.</param>
    /// <param name="progress">Told after each batch and each epoch, on the calling thread, if it does not hand over to
    /// another itself, as <see cref="Progress{T}"/> does.</param>
    /// <param name="cancellationToken">Ends training after the batch of then.</param>
    /// <returns>The completed epochs.</returns>
    /// <exception cref="ArgumentException">A data set has another number of features than the network takes, or more
    /// classes than it has outputs; or a number is out of range.</exception>
    /// <exception cref="InvalidOperationException">Gradients are to be clipped and one is not finite; or what
    /// <see cref="FusedOptim.Optimizer.Step"/> throws.</exception>
    public TrainingReport Fit(
        Dataset training,
        Dataset? validation = null,
        int epochs = 10,
        int batchSize = 32,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Check(training, nameof(training));
        if (validation is not null)
            Check(validation, nameof(validation));
        if (epochs < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(epochs), epochs, $"epochs is {epochs}; it must be at least 1.");
        }

        var start = Stopwatch.GetTimestamp();
        var batches = training.Batches(batchSize, _seed);
        var reports = new List<EpochReport>(epochs);
        for (var lastEpoch = EpochCount + epochs; EpochCount < lastEpoch;)
        {
            var epochStart = Stopwatch.GetTimestamp();
            var position = new TrainingProgress(EpochCount + 1, lastEpoch, 0, batches.Count, default, null);
            if (!TryRunEpoch(batches, ref position, progress, cancellationToken))
                break;
            EpochCount++;
            var report = new EpochReport(
                EpochCount,
                position.Training,
                validation is null ? null : Evaluate(validation),
                Stopwatch.GetElapsedTime(epochStart).TotalSeconds);
            reports.Add(report);
            progress?.Report(position with { Completed = report });
        }

        return new TrainingReport(reports, reports.Count < epochs, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Loss and accuracy on a data set, without learning from it.</summary>
    /// <param name="dataset">The data.</param>
    /// <exception cref="ArgumentException">It has another number of features than the network takes, or more classes
    /// than it has outputs.</exception>
    public Evaluation Evaluate(Dataset dataset)
    {
        Check(dataset, nameof(dataset));
        var sum = new EvaluationSum();
        for (var row = 0; row < dataset.Count; row += EvaluationBatchSize)
        {
            var count = Math.Min(EvaluationBatchSize, dataset.Count - row);
            var batch = dataset.Slice(row, count);
            var outputs = Network.Predict(batch.Features);
            sum.Add(_loss.Evaluate(outputs, batch), outputs, batch);
        }

        return sum.Mean;
    }

    /// <summary>Releases the network and the states of the optimizer.</summary>
    public void Dispose()
    {
        Optimizer.Dispose();
        Network.Dispose();
    }

    private bool TryRunEpoch(
        MiniBatches batches, ref TrainingProgress position, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        var sum = new EvaluationSum();
        foreach (var batch in batches.Epoch(position.Epoch))
        {
            if (cancellationToken.IsCancellationRequested)
                return false;
            AddGradients(batch, ref sum);
            Step();
            position = position with { Batch = position.Batch + 1, Training = sum.Mean };
            progress?.Report(position);
        }

        return true;
    }

    private void AddGradients(MiniBatch batch, ref EvaluationSum sum)
    {
        var parts = Math.Min(MicroBatches, batch.Count);
        for (var index = 0; index < parts; index++)
        {
            var (start, end) = WorkerTeam.Share(batch.Count, index, parts);
            var part = batch.Slice((int)start, (int)(end - start));
            var outputs = Network.Forward(part.Features);
            var loss = _loss.Evaluate(outputs, part, Network.OutputGradients);
            // The loss is the mean over the part.
            var weight = (double)part.Count / batch.Count * (LossScaler?.Scale ?? 1);
            if (weight != 1)
            {
                foreach (ref var gradient in Network.OutputGradients)
                    gradient = (float)(weight * gradient);
            }

            Network.Backward();
            sum.Add(loss, outputs, part);
        }
    }

    private void Step()
    {
        // Backpropagation adds to the gradients of frozen parameters too, which no step zeroes.
        var parameters = Network.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (!Optimizer.IsStepped(parameters[i]))
                parameters[i].Gradients.Clear();
        }

        var options = new StepOptions { MaximumNorm = ClipNorm, SkipNonFinite = SkipNonFinite, ZeroGradients = true };
        if (LossScaler is { } scaler)
            scaler.Update(Optimizer.Step(scaler.Unscale(options)));
        else
            Optimizer.Step(options);
    }

    private void Check(Dataset dataset, string argument)
    {
        ArgumentNullException.ThrowIfNull(dataset, argument);
        if (dataset.FeatureCount != Network.InputSize)
        {
            throw new ArgumentException(
                $"The data have {dataset.FeatureCount} features; the network takes {Network.InputSize}.", argument);
        }

        if (!dataset.HasLabels && dataset.TargetCount != Network.OutputSize)
        {
            throw new ArgumentException(
                $"The data have {dataset.TargetCount} target values; the network has {Network.OutputSize} outputs.", argument);
        }

        if (dataset.ClassCount > Network.OutputSize)
        {
            throw new ArgumentException(
                $"The data have {dataset.ClassCount} classes; the network has {Network.OutputSize} outputs.", argument);
        }
    }
}
