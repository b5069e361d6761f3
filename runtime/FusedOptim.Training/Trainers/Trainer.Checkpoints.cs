using FusedOptim.Training.Checkpoints;

namespace FusedOptim.Training;

/// <content>Saving training, and going on with it.</content>
public sealed partial class Trainer
{
    private readonly BestEpoch _best = new();
    private volatile bool _isInBatch;
    private volatile bool _isInEpoch;

    /// <summary>Saves all that training needs to go on with the same bits, at once: see <see cref="Checkpoint"/>. Between two
    /// batches: after <see cref="Fit"/>, or where its progress is reported.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="cancellationToken">Ends saving, unless the file is complete.</param>
    /// <exception cref="InvalidOperationException">A batch is under way, such as in a schedule, a watcher or a loss; the
    /// optimizer is faulted; its weights to evaluate with are in use; or another thread trains. The old file stays.</exception>
    /// <exception cref="IOException">The file cannot be written, or did not reach the disk. The old file stays, unless the
    /// message says that what was made is in place.</exception>
    /// <exception cref="OperationCanceledException">Saving was cancelled. The old file stays.</exception>
    public void Save(string path, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        CheckBetweenBatches();
        MakeCheckpoint().Save(path, cancellationToken);
    }

    /// <summary>Saves all that training needs to a stream, from the stream's position. The stream stays open. It is not replaced
    /// at once as a file is: see <see cref="Checkpoint.Save(Stream, CancellationToken)"/>.</summary>
    /// <param name="stream">A stream that can be written to.</param>
    /// <param name="cancellationToken">Ends writing.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">A batch is under way, such as in a schedule, a watcher or a loss; the
    /// optimizer is faulted; its weights to evaluate with are in use; or another thread trains.</exception>
    /// <exception cref="IOException">The stream throws it.</exception>
    /// <exception cref="OperationCanceledException">Writing was cancelled.</exception>
    public void Save(Stream stream, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        CheckBetweenBatches();
        MakeCheckpoint().Save(stream, cancellationToken);
    }

    /// <summary>Sets training to where it was when a file was saved. The next <see cref="Fit"/> goes on from the step of
    /// then, with the bits of a run that was never interrupted, if it is given the same data and batch size.</summary>
    /// <remarks>Model, rule, groups, seed, schedules and the settings of this trainer are not in the file: make the trainer
    /// as it was made then, with the groups that <c>AddGroup</c> added since. Hyperparameters become those of the file. The file
    /// is read into memory of its size before anything is set.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends reading; nothing has changed then.</param>
    /// <exception cref="InvalidDataException">The file is damaged, altered, or of another version, model, rule, other groups of
    /// parameters or settings; or a number in it is out of range. The message names what differs. Nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">An epoch is under way, the optimizer is faulted, its weights to evaluate with
    /// are in use, or another thread trains. Nothing has changed.</exception>
    /// <exception cref="IOException">The file cannot be read. Nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Loading was cancelled. Nothing has changed.</exception>
    public void Load(string path, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        CheckBetweenEpochs();
        MakeCheckpoint().Load(path, cancellationToken);
    }

    /// <summary>Sets training to where it was when a stream was written, from the stream's position to its end, as
    /// <see cref="Load(string, CancellationToken)"/> does. The stream is read once, in order, and stays open.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <param name="cancellationToken">Ends reading; nothing has changed then.</param>
    /// <inheritdoc cref="Load(string, CancellationToken)" path="/exception"/>
    public void Load(Stream stream, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        CheckBetweenEpochs();
        MakeCheckpoint().Load(stream, cancellationToken);
    }

    /// <summary>Goes on from the last state in <see cref="Checkpoints"/>, if there is one.</summary>
    /// <returns>Whether there was one; otherwise training begins at its beginning.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Checkpoints"/> is not set.</exception>
    /// <inheritdoc cref="Load(string, CancellationToken)" path="/exception"/>
    public bool Resume()
    {
        if (Checkpoints is null)
            throw new InvalidOperationException("Checkpoints is not set; it says where the last state is.");
        try
        {
            Load(Checkpoints.Last);
            return true;
        }
        // Not checked before: a file that cannot be reached is not a missing file.
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private void CheckBetweenBatches()
    {
        if (_isInBatch)
        {
            throw new InvalidOperationException(
                "Training cannot be saved while a batch is under way: its pass is counted, and its step is not taken. Save where " +
                "progress is reported, or after Fit.");
        }
    }

    private void CheckBetweenEpochs()
    {
        if (_isInEpoch)
        {
            throw new InvalidOperationException(
                "Training cannot be loaded while Fit runs an epoch: its batches would be those of another place. Load before Fit.");
        }
    }

    private Checkpoint MakeCheckpoint()
    {
        var checkpoint = new Checkpoint().Add(Network).Add(Optimizer)
            .AddCount("trainer.epoch", () => EpochCount, value => EpochCount = value)
            .AddFlag("trainer.has_best_weights", () => HasBestWeights, value => HasBestWeights = value)
            .Add(
                "trainer.tensors", () => TensorCount, _ => { },
                value => value == TensorCount
                    ? null
                    : Invariant($"{TensorCount}, the number of parameters and buffers of the network: ") + "the file is of another model");
        _position.AddTo(checkpoint);
        _best.AddTo(checkpoint);
        if (LossScaler is not null)
            checkpoint.Add("loss_scaler", LossScaler);
        EarlyStopping?.AddTo(checkpoint, Network);
        return checkpoint;
    }

    // A model of the first layers of another finds all of its own tensors in the other's file.
    private long TensorCount => Network.Parameters.Count + Network.Parameters.Buffers.Count;
}
