using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <content>Saving and loading.</content>
public sealed partial class Network<T>
{
    /// <summary>Saves the values of all parameters and buffers, and the names of inputs and outputs, at once, as safetensors: see
    /// <see cref="Checkpoint"/>. After training by averaged or schedule-free weights,
    /// <see cref="Trainer.SaveNetwork(string, Preprocessing?, TargetScaling?)"/> saves those that were evaluated.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="preprocessing">What features went through before the network saw them, if anything;
    /// <see cref="Preprocessing.Load(string)"/> reads it.</param>
    /// <param name="targetScaling">What target values went through, if anything; <see cref="TargetScaling.Load(string)"/> reads
    /// it.</param>
    /// <exception cref="InvalidOperationException">A step or another operation on the parameters is under way
    /// (<see cref="ExclusiveAccess"/>), or values changed while they were saved. The old file stays.</exception>
    /// <exception cref="IOException">The file cannot be written, or did not reach the disk. The old file stays, unless the
    /// message says that what was made is in place.</exception>
    public void Save(string path, Preprocessing? preprocessing = null, TargetScaling? targetScaling = null) =>
        MakeCheckpoint(preprocessing, targetScaling).Save(path);

    /// <summary>Saves the values of all parameters and buffers, and the names of inputs and outputs, to a stream, from the stream's
    /// position. The stream stays open. It is not replaced at once as a file is: see
    /// <see cref="Checkpoint.Save(Stream, CancellationToken)"/>.</summary>
    /// <param name="stream">A stream that can be written to.</param>
    /// <param name="preprocessing">What features went through before the network saw them, if anything;
    /// <see cref="Preprocessing.Load(Stream)"/> reads it.</param>
    /// <param name="targetScaling">What target values went through, if anything; <see cref="TargetScaling.Load(Stream)"/> reads
    /// it.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">A step or another operation on the parameters is under way
    /// (<see cref="ExclusiveAccess"/>), or values changed while they were saved.</exception>
    /// <exception cref="IOException">The stream throws it.</exception>
    public void Save(Stream stream, Preprocessing? preprocessing = null, TargetScaling? targetScaling = null) =>
        MakeCheckpoint(preprocessing, targetScaling).Save(stream);

    /// <summary>Reads the values of all parameters and buffers, and the names of inputs and outputs, from a file of
    /// <see cref="Save(string, Preprocessing?, TargetScaling?)"/>, or from a checkpoint of the network's training, which holds the
    /// training weights. Tensors that the network does not have are passed over: a model of the first layers loads from the file of
    /// the whole model.</summary>
    /// <remarks>States of an optimizer stay as they are. Before the first step, averages and other states that start from the
    /// values follow them; after it, see <see cref="Optimizer.ReloadParameters"/>.</remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, altered or of another version, lacks a parameter or buffer, or
    /// has it in another shape. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A step or another operation on the parameters is under way
    /// (<see cref="ExclusiveAccess"/>), or the network is in use on another thread. Nothing has changed.</exception>
    /// <exception cref="IOException">The file cannot be read. Nothing has changed.</exception>
    public void Load(string path)
    {
        using var access = Access.Enter();
        MakeCheckpoint().Load(path);
    }

    /// <summary>Reads the values of all parameters and buffers, and the names of inputs and outputs, from a stream, from the stream's
    /// position to its end, as from a file (<see cref="Load(string)"/>). The stream is read once, in order, and stays
    /// open.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <inheritdoc cref="Load(string)" path="/exception"/>
    public void Load(Stream stream)
    {
        using var access = Access.Enter();
        MakeCheckpoint().Load(stream);
    }

    /// <summary>Adds the names of inputs and outputs to a checkpoint.</summary>
    internal Checkpoint AddNamesTo(Checkpoint checkpoint) => checkpoint.AddText(
        "network.output_names", () => _outputNames.Format(), TakeOutputNames,
        text =>
        {
            NamedOutputs.Read(text, OutputSize, out var fault);
            return fault;
        }).AddText(
        "network.input_names", () => InputNames.Count == 0 ? null : SavedNames.Format(InputNames), TakeInputNames,
        text =>
        {
            SavedNames.Read(text, out var fault);
            return fault;
        });

    // Names of another number of outputs say nothing of these.
    private void TakeOutputNames(string? text)
    {
        var names = NamedOutputs.Read(text, OutputSize, out _);
        if (names.AreKnown || text is null)
            _outputNames = names;
    }

    private void TakeInputNames(string? text)
    {
        var names = SavedNames.Read(text, out _);
        if (names.Count == InputSize || text is null)
            InputNames = names;
    }

    private Checkpoint MakeCheckpoint(Preprocessing? preprocessing = null, TargetScaling? targetScaling = null)
    {
        var checkpoint = AddNamesTo(new Checkpoint().Add(Parameters));
        if (preprocessing is not null)
            checkpoint.Add(preprocessing);
        if (targetScaling is not null)
            checkpoint.Add(targetScaling);
        return checkpoint;
    }
}
