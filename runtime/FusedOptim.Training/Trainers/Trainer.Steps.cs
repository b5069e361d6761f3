using FusedOptim.Execution;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <content>The steps of an epoch.</content>
public sealed partial class Trainer
{
    private readonly RunningStatistics _statistics;
    private BatchRecords _records;
    // Of the batch that is learned from; NaN before its step.
    private double _gradientNorm;

    private bool TryRunEpoch(
        MiniBatches batches, int lastEpoch, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _isInEpoch = true;
        try
        {
            return TryRunBatches(batches, lastEpoch, progress, cancellationToken);
        }
        finally
        {
            _isInEpoch = false;
        }
    }

    private bool TryRunBatches(
        MiniBatches batches, int lastEpoch, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (!_position.IsOf(batches))
            _position.Begin(batches.BatchSize, batches.Count);
        foreach (var batch in batches.GetEpoch(EpochCount + 1, _position.Batch))
        {
            if (cancellationToken.IsCancellationRequested)
                return false;
            var start = TrainingInstruments.Start();
            var outcome = Learn(batch, out var sum, out var warnings);
            var loss = sum.BatchLoss;
            _records.Add(loss, _gradientNorm);
            if (outcome != StepOutcome.Stopped)
            {
                // Not before the step: where training stops, the batch comes again. The loss of a skipped batch may not be
                // finite, and would leave nothing of the others of the epoch.
                if (double.IsFinite(loss))
                    _position.Sum.Add(sum);
                _position.Batch++;
                TrainingInstruments.Record(start, batch.Count, loss);
                if (Checkpoints is { EverySteps: > 0 and var steps } && Optimizer.StepCount % steps == 0 && HasFiniteWeights())
                    Save(Checkpoints.Last);
            }

            progress?.Report(
                new(EpochCount + 1, lastEpoch, _position.Batch, batches.Count, _position.Sum.Mean, Completed: null)
                {
                    BatchLoss = loss,
                    Warnings = warnings,
                });
            if (_nonFinite is not null)
                return false;
        }

        return HasFiniteWeights();
    }

    // Leaves nothing in the running statistics of a batch whose step is not taken, and nothing at all of one that comes again.
    private StepOutcome Learn(MiniBatch batch, out EvaluationSum sum, out IReadOnlyList<string> warnings)
    {
        var passes = Network.ForwardCount;
        var outcome = StepOutcome.Stopped;
        _statistics.Keep();
        _gradientNorm = double.NaN;
        _isInBatch = true;
        try
        {
            sum = AddGradients(batch, out var source);
            var loss = sum.BatchLoss;
            warnings = Look(loss, source);
            outcome = Step(loss, source, warnings);
        }
        finally
        {
            if (outcome != StepOutcome.Taken)
                _statistics.PutBack();
            if (outcome == StepOutcome.Stopped)
            {
                Network.ForwardCount = passes;
                Network.Parameters.ZeroGradients();
            }

            _isInBatch = false;
        }

        return outcome;
    }

    private EvaluationSum AddGradients(MiniBatch batch, out NonFiniteSource? source)
    {
        var sum = new EvaluationSum();
        source = null;
        var batchWeight = _loss.GetWeight(batch);
        // Each part has the examples that the layers take at least.
        var parts = Math.Max(1, Math.Min(MicroBatchCount, batch.Count / Network.MinimumBatchSize));
        for (var index = 0; index < parts; index++)
        {
            var (start, end) = WorkerTeam.Share(batch.Count, index, parts);
            var part = batch.Slice((int)start, (int)(end - start));
            var outputs = Network.Forward(part.Features);
            var share = (double)part.Count / batch.Count;
            if (parts > 1)
                _statistics.AddPass(share);
            var loss = _loss.Evaluate(outputs, part, Network.OutputGradients);
            // Now: the next part takes the memory of the activations.
            if (!double.IsFinite(loss))
                source ??= NonFiniteSource.OfLoss(Network);
            // The loss is the mean over the part. Where no part counts, all derivatives are 0.
            var weight = (batchWeight > 0 ? _loss.GetWeight(part) / batchWeight : 1) * (LossScaler?.Scale ?? 1);
            if (weight != 1)
            {
                foreach (ref var gradient in Network.OutputGradients)
                    gradient = (float)(weight * gradient);
            }

            Network.Backward();
            sum.Add(_loss, loss, outputs, part);
        }

        if (parts > 1)
            _statistics.MoveToMean();
        return sum;
    }

    private StepOutcome Step(double loss, NonFiniteSource? source, IReadOnlyList<string> warnings)
    {
        // Whatever the gradients are: a step by such a loss is worth nothing.
        if (source is { } found && !MaySkip)
            return StopAtLoss(loss, found);
        var scale = LossScaler?.Scale;
        try
        {
            var report = StepOptimizer(loss);
            return report.IsSkipped
                ? JudgeSkip(report, loss, source, hasSmallerScale: LossScaler?.Scale < scale)
                : TakeStep();
        }
        catch (Exception exception) when (warnings.Count > 0)
        {
            // No report will have them.
            exception.Data[nameof(TrainingReport.Warnings)] = string.Join('\n', warnings);
            throw;
        }
    }

    private StepReport StepOptimizer(double loss)
    {
        L1Penalty?.AddTo(Network.Parameters, LossScaler?.Scale ?? 1);
        GradientNoise?.AddTo(Network.Parameters, Optimizer.StepCount + 1, LossScaler?.Scale ?? 1);
        // Skipped in any case: gradients that training stops at must not get into the weights.
        var options = new StepOptions { MaximumNorm = MaximumNorm, SkipNonFinite = true, ZeroGradients = true };
        if (MaximumNorm is null && GradientClip is { } clip && TryClip(clip))
            options = options with { SkipNonFinite = false };
        if (Optimizer.HasInput(LossInput))
            Optimizer.SetInput(LossInput, loss);
        if (LossScaler is not { } scaler)
            return Record(Optimizer.Step(options));
        var report = Record(Optimizer.Step(scaler.Unscale(options)));
        scaler.Update(report);
        return report;
    }

    // Not where a gradient is not finite: a bound in the place of infinity would hide it.
    private bool TryClip(GradientClip clip)
    {
        var scale = 1 / (LossScaler?.Scale ?? 1);
        _gradientNorm = scale * Network.Parameters.ComputeGradientNorm(_team);
        if (!double.IsFinite(_gradientNorm))
            return false;
        clip.Apply(Network.Parameters, scale, _team);
        return true;
    }

    // Clipping in memory has taken the norm before the step.
    private StepReport Record(StepReport report)
    {
        if (double.IsNaN(_gradientNorm))
            _gradientNorm = report.GradientNorm;
        return report;
    }
}
