namespace FusedOptim.Training;

/// <content>The steps of an epoch.</content>
public sealed partial class Trainer<TRule>
{
    private bool TryRunEpoch(
        MiniBatches batches, int lastEpoch, Checkpoint? checkpoint, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (!_position.IsOf(batches))
            _position.Begin(batches.BatchSize, batches.Count);
        foreach (var batch in batches.Epoch(EpochCount + 1, _position.Batch))
        {
            if (cancellationToken.IsCancellationRequested)
                return false;
            var sum = _position.Sum;
            AddGradients(batch, ref sum);
            var loss = (sum.Loss - _position.Sum.Loss) / batch.Count;
            var warnings = Look(loss);
            try
            {
                Step();
            }
            catch (InvalidOperationException exception) when (warnings.Count > 0)
            {
                // No report will have them: such as the layer where the gradients that cannot be clipped come from.
                throw new InvalidOperationException($"{exception.Message} {string.Join(' ', warnings)}", exception);
            }

            // Not before the step: where an exception ends it, the batch comes again.
            _position.Sum = sum;
            _position.Batch++;
            if (Checkpoints is { EverySteps: > 0 and var steps } && Optimizer.StepCount % steps == 0)
                checkpoint!.Save(Checkpoints.Last);
            progress?.Report(
                new(EpochCount + 1, lastEpoch, _position.Batch, batches.Count, _position.Sum.Mean, Completed: null)
                {
                    BatchLoss = loss,
                    Warnings = warnings,
                });
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
        GradientNoise?.AddTo(Network.Parameters, Optimizer.StepCount + 1, LossScaler?.Scale ?? 1);
        var options = new StepOptions { MaximumNorm = ClipNorm, SkipNonFinite = SkipNonFinite, ZeroGradients = true };
        if (LossScaler is { } scaler)
            scaler.Update(Optimizer.Step(scaler.Unscale(options)));
        else
            Optimizer.Step(options);
    }
}
