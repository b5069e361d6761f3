namespace FusedOptim.Training;

/// <content>Saving training, and going on with it.</content>
public sealed partial class Trainer<TRule>
{
    private readonly BestEpoch _best = new();

    /// <summary>Saves all that training needs to go on with the same bits, at once: see <see cref="Checkpoint"/>.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => MakeCheckpoint().Save(path);

    /// <summary>Sets training to where it was when a file was saved. The next <see cref="Fit"/> goes on from the step of
    /// then, with the bits of a run that was never interrupted, if it is given the same data and batch size.</summary>
    /// <remarks>Model, rule, groups, seed, schedules and the settings of this trainer are not in the file: make the trainer
    /// as it was made then.</remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of another model, rule or settings. Nothing has
    /// changed.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Load(string path) => MakeCheckpoint().Load(path);

    /// <summary>Goes on from the last state in <see cref="Checkpoints"/>, if there is one.</summary>
    /// <returns>Whether there was one; otherwise training begins at its beginning.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Checkpoints"/> is not set.</exception>
    /// <inheritdoc cref="Load" path="/exception"/>
    public bool Resume()
    {
        if (Checkpoints is null)
            throw new InvalidOperationException("Checkpoints is not set; it says where the last state is.");
        if (!File.Exists(Checkpoints.Last))
            return false;
        Load(Checkpoints.Last);
        return true;
    }

    private Checkpoint MakeCheckpoint()
    {
        var checkpoint = new Checkpoint().Add(Network).Add(Optimizer)
            .Add("trainer.epoch", () => EpochCount, value => EpochCount = checked((int)value))
            .Add("trainer.has_best_weights", () => HasBestWeights ? 1L : 0, value => HasBestWeights = value != 0)
            .Add("trainer.tensors", () => TensorCount, CheckTensorCount);
        _position.AddTo(checkpoint);
        _best.AddTo(checkpoint);
        if (LossScaler is not null)
            checkpoint.Add("loss_scaler", LossScaler);
        if (ReduceOnPlateau is not null)
            checkpoint.Add("reduce_on_plateau", ReduceOnPlateau);
        EarlyStopping?.AddTo(checkpoint, Network);
        return checkpoint;
    }

    private long TensorCount => Network.Parameters.Count + Network.Parameters.Buffers.Count;

    // A model of the first layers of another finds all of its own tensors in the other's file.
    private void CheckTensorCount(long value)
    {
        if (value != TensorCount)
        {
            throw new InvalidDataException(
                $"The checkpoint has {value} parameters and buffers; the network has {TensorCount}. It is of another model.");
        }
    }
}
