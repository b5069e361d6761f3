using FusedOptim.Training.Files;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <content>Loading what fits of a file.</content>
public sealed partial class Checkpoint
{
    /// <summary>
    /// Reads what fits of a file into what was added, and reports what did not fit and keeps what it has: to train a new last layer on
    /// a trained network, or to continue with another rule for some parameters.
    /// </summary>
    /// <remarks>
    /// <code>
    /// var report = new Checkpoint().Add(network).Add(optimizer).LoadMatching(path);
    /// foreach (var left in report.NotLoaded)
    ///     Console.WriteLine($"{left.Name}: {left.Reason}");
    /// </code>
    /// <list type="bullet">
    /// <item>Values, buffers and numbers are matched by name, and must have the same type and shape.</item>
    /// <item>States, scalars and the number of steps of a parameter are loaded together or not at all. Rule, fingerprint, formats,
    /// shape, and the view where the rule sees rows or columns, must be the same, and its values must have been loaded, where they were added. Whether it was frozen does not matter.</item>
    /// <item>Hyperparameters, their base values, what plateau schedules remember, and scalars of the model are loaded for a group that
    /// has the same rule and the same parameters in the file.</item>
    /// <item>The names of the inputs and of the outputs of a network are loaded where it has as many in the file.</item>
    /// <item>The number of steps of an optimizer, which schedules use, is loaded where the file has it. To begin schedules again, do not
    /// add the optimizer.</item>
    /// <item>Where values are loaded and states are not, the master copy follows the values, and so do states that start from them,
    /// such as averaged weights. This is true of optimizers that were added.</item>
    /// </list>
    /// <para>Everything is compared before anything is set. A file that is damaged, altered or of another version is refused as a
    /// whole.</para>
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends reading; nothing has changed then.</param>
    /// <returns>What was loaded and what was not, with the reasons.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, altered, not a safetensors file, or of another version of
    /// checkpoints. Nothing has changed.</exception>
    /// <exception cref="ArgumentException">A number is out of range for a function that was added. No number has changed, and no
    /// values.</exception>
    /// <exception cref="InvalidOperationException">A step or another operation on a set is under way
    /// (<see cref="ExclusiveAccess"/>), or an optimizer is faulted or has weights to evaluate with in use. Nothing has changed.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read. Nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Loading was cancelled. Nothing has changed.</exception>
    public LoadReport LoadMatching(string path, CancellationToken cancellationToken = default) =>
        ReadMatching(() => SafetensorsFile.Open(path, Files), cancellationToken);

    /// <summary>Reads what fits of a file in a stream, from the stream's position to its end, into what was added, and reports what did
    /// not fit (<see cref="LoadMatching(string, CancellationToken)"/>). The stream is read once, in order, and stays open.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <param name="cancellationToken">Ends reading; nothing has changed then.</param>
    /// <inheritdoc cref="LoadMatching(string, CancellationToken)" path="/returns"/>
    /// <inheritdoc cref="LoadMatching(string, CancellationToken)" path="/exception"/>
    public LoadReport LoadMatching(Stream stream, CancellationToken cancellationToken = default)
    {
        StreamArgument.CheckReadable(stream);
        return ReadMatching(() => SafetensorsFile.OpenOnce(stream), cancellationToken);
    }

    private LoadReport ReadMatching(Func<SafetensorsFile> open, CancellationToken cancellationToken)
    {
        LoadReport? report = null;
        Exclusively("loading", () =>
        {
            using var file = open();
            FormatVersion.Check(file);
            CheckpointItem[] items = [.. _sources.SelectMany(source => source())];
            TextItem[] texts = [.. items.OfType<TextItem>()];
            foreach (var text in texts)
                text.Check(file);
            var load = new PartialLoad(file, items.Where(item => item.HasTensor));
            var names = load.Fitting.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
            file.Verify(names.Contains, cancellationToken);
            load.CheckNumbers();
            report = load.Report();
            Set(file, load.Fitting);
            foreach (var text in texts)
                text.LoadMatching(file);
            load.RestoreFromValues();
        });
        return report!;
    }
}
