using FusedOptim.Schedules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Files;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>
/// What a run of training needs to go on with the same bits: values, buffers, states, steps, scalars, hyperparameters, and
/// numbers of the loop. It is described once, from the objects themselves, and then saved and loaded any number of times.
/// The file is in the safetensors format: a parameter has its own name, "dense1.weight", a state its key behind it,
/// "dense1.weight.exp_avg".
/// </summary>
/// <remarks>
/// <para>Saving is atomic: whenever the process or the machine stops, the path has the whole old checkpoint or the whole
/// new one.</para>
/// <para>Loading changes everything or nothing. The file is read once, into memory of the size of what is loaded. Names,
/// element types, shapes, numbers, the rules and groups of optimizers and the SHA-256 of the file, header included, are
/// checked before anything is set.</para>
/// <para>Save and load between two steps, not from a schedule and not while another thread steps.</para>
/// <code>
/// var checkpoint = new Checkpoint().Add(network).Add(optimizer).Add("epoch", () =&gt; epoch, value =&gt; epoch = (int)value);
/// if (File.Exists(path))
///     checkpoint.Load(path);
/// </code>
/// </remarks>
public sealed partial class Checkpoint
{
    // What is described can grow, as the groups of an optimizer do: it is listed each time.
    private readonly List<Func<IEnumerable<CheckpointItem>>> _sources = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, Optimizer> _optimizers = [];
    private readonly HashSet<ExclusiveAccess> _accesses = [];
    private Preprocessing? _preprocessing;
    private TargetScaling? _targetScaling;

    /// <summary>The file system that is saved to and loaded from.</summary>
    internal FileSystem Files { get; init; } = FileSystem.Default;

    /// <summary>Adds a whole number.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="get">Gives the number of now.</param>
    /// <param name="set">Sets it when the checkpoint is loaded; throws where it is out of range.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of that name already.</exception>
    public Checkpoint Add(string name, Func<long> get, Action<long> set) =>
        Add(new CheckpointItem.Number<long>(name, get, set));

    /// <summary>Adds a number.</summary>
    /// <inheritdoc cref="Add(string, Func{long}, Action{long})"/>
    public Checkpoint Add(string name, Func<double> get, Action<double> set) =>
        Add(new CheckpointItem.Number<double>(name, get, set));

    /// <summary>Adds an array.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="values">The array, which loading fills; not copied.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of that name already.</exception>
    public Checkpoint Add(string name, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Add(new CheckpointItem.Tensor<float>(name, [values.Length], () => values));
    }

    /// <summary>Writes the file: see <see cref="SafetensorsWriter.Save(string, bool, CancellationToken)"/>.</summary>
    /// <param name="path">The file; one that is there is replaced at once when the new one is complete.</param>
    /// <param name="cancellationToken">Ends saving, unless the file is complete.</param>
    /// <exception cref="IOException">The file cannot be written, or did not reach the disk. The old file stays, unless the
    /// message says that what was made is in place.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="InvalidOperationException">A step or another operation on a set is under way
    /// (<see cref="ExclusiveAccess"/>), an optimizer is faulted or has weights to evaluate with in use, or values changed while
    /// they were saved. The old file stays.</exception>
    /// <exception cref="OperationCanceledException">Saving was cancelled. The old file stays.</exception>
    public void Save(string path, CancellationToken cancellationToken = default) =>
        Exclusively("saving", () => MakeWriter().Save(path, addsDigest: true, Files, cancellationToken));

    /// <summary>Writes the file to a stream, which stays open: see
    /// <see cref="SafetensorsWriter.Save(Stream, bool, CancellationToken)"/>. Unlike a file, a stream is not replaced at once:
    /// where this method throws, a part may have been written, which <see cref="Load(Stream, CancellationToken)"/>
    /// refuses.</summary>
    /// <param name="stream">A stream that can be written to, from its position on.</param>
    /// <param name="cancellationToken">Ends writing.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
    /// <exception cref="IOException">The stream throws it.</exception>
    /// <exception cref="InvalidOperationException">A step or another operation on a set is under way
    /// (<see cref="ExclusiveAccess"/>), an optimizer is faulted or has weights to evaluate with in use, or values changed while
    /// they were saved.</exception>
    /// <exception cref="OperationCanceledException">Writing was cancelled.</exception>
    public void Save(Stream stream, CancellationToken cancellationToken = default)
    {
        StreamArgument.CheckWritable(stream);
        Exclusively("saving", () => MakeWriter().Save(stream, addsDigest: true, cancellationToken));
    }

    /// <summary>
    /// Reads the file into what was added. Without an optimizer, tensors that were not added are passed over, so that the
    /// weights of a network can be had from a checkpoint of its training. With an optimizer, everything in the file must have
    /// been added: what is passed over would be missing when training goes on.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends reading; nothing has changed then.</param>
    /// <exception cref="InvalidDataException">The file is damaged, altered, no safetensors file, or of another version of
    /// checkpoints; or lacks something that was added, or has it in another shape or element type; or a number in it is out of
    /// range; or it is of another rule, of other groups of parameters, or has something that was not added. Nothing has changed.
    /// </exception>
    /// <exception cref="ArgumentException">A number is out of range for a function that was added. No number has changed, and no
    /// values.</exception>
    /// <exception cref="InvalidOperationException">A step or another operation on a set is under way
    /// (<see cref="ExclusiveAccess"/>), or an optimizer is faulted or has weights to evaluate with in use. Nothing has changed.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read. Nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Loading was cancelled. Nothing has changed.</exception>
    public void Load(string path, CancellationToken cancellationToken = default) =>
        Exclusively("loading", () => Read(SafetensorsFile.Open(path, Files), cancellationToken));

    /// <summary>Reads a file in a stream, from the stream's position to its end, into what was added. The stream is read once, in
    /// order, so that it need not be able to seek, and stays open. All that holds for files holds: everything is set or
    /// nothing.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <param name="cancellationToken">Ends reading; nothing has changed then.</param>
    /// <inheritdoc cref="Load(string, CancellationToken)" path="/exception"/>
    public void Load(Stream stream, CancellationToken cancellationToken = default)
    {
        StreamArgument.CheckReadable(stream);
        Exclusively("loading", () => Read(SafetensorsFile.OpenOnce(stream), cancellationToken));
    }

    /// <summary>Adds a number that is refused before anything is set, where it is not allowed.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="get">Gives the number.</param>
    /// <param name="set">Sets it.</param>
    /// <param name="allow">Says what is allowed, where a number is not; <see langword="null"/> where it is.</param>
    internal Checkpoint Add(string name, Func<double> get, Action<double> set, Func<double, string?> allow) =>
        Add(new CheckpointItem.Number<double>(name, get, set, allow));

    /// <inheritdoc cref="Add(string, Func{double}, Action{double}, Func{double, string})"/>
    internal Checkpoint Add(string name, Func<long> get, Action<long> set, Func<long, string?> allow) =>
        Add(new CheckpointItem.Number<long>(name, get, set, allow));

    /// <summary>Adds a count: from 0 to a greatest one.</summary>
    internal Checkpoint AddCount(string name, Func<int> get, Action<int> set, int maximum = int.MaxValue) =>
        Add(CheckpointItem.Count(name, get, set, maximum));

    /// <summary>Adds a truth value: 0 or 1.</summary>
    internal Checkpoint AddFlag(string name, Func<bool> get, Action<bool> set) =>
        AddCount(name, () => get() ? 1 : 0, value => set(value != 0), maximum: 1);

    /// <summary>Adds a text, which is in the metadata.</summary>
    /// <param name="name">Its key in the metadata.</param>
    /// <param name="get">Gives the text; <see langword="null"/> for none.</param>
    /// <param name="set">Sets it; <see langword="null"/> where the file has none.</param>
    /// <param name="findFault">Says what is wrong with a text; <see langword="null"/> where nothing is.</param>
    internal Checkpoint AddText(string name, Func<string?> get, Action<string?> set, Func<string, string?> findFault) =>
        Add(new TextItem(name, get, set, findFault));

    private Checkpoint Add(CheckpointItem item) => Add(() => [item]);

    private Checkpoint Add(Func<IEnumerable<CheckpointItem>> source)
    {
        string[] names = [.. source().Select(item => item.Name)];
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            if (_names.Contains(name) || !added.Add(name))
                throw new ArgumentException($"The checkpoint has '{name}' already; names must differ.", nameof(name));
        }

        _names.UnionWith(added);
        _sources.Add(source);
        return this;
    }

    private SafetensorsWriter MakeWriter()
    {
        var writer = new SafetensorsWriter();
        FormatVersion.AddTo(writer);
        if (_optimizers.Count > 0)
            writer.AddMetadata(SavedOptimizer.Key, SavedOptimizer.Format(_optimizers));
        foreach (var item in _sources.SelectMany(source => source()))
            item.AddTo(writer);
        _preprocessing?.Write(writer);
        _targetScaling?.Write(writer);
        return writer;
    }

    private void Read(SafetensorsFile opened, CancellationToken cancellationToken)
    {
        using var file = opened;
        FormatVersion.Check(file);
        if (_optimizers.Count > 0)
            SavedOptimizer.CheckAny(file);
        CheckpointItem[] items = [.. _sources.SelectMany(source => source())];
        foreach (var item in items)
            item.Check(file);
        // What is checked against the metadata has no tensor.
        var names = items.Where(item => item.HasTensor).Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        if (_optimizers.Count > 0)
            CheckNothingIsLeft(file, names);
        file.Verify(names.Contains, cancellationToken);

        Set(file, items);
    }

    // No step, and no other operation on what was added, in the meantime.
    private void Exclusively(string operation, Action act)
    {
        var scopes = new List<ExclusiveAccess.Scope>();
        try
        {
            foreach (var access in _accesses)
                scopes.Add(access.Begin(operation));
            foreach (var (_, optimizer) in _optimizers)
                optimizer.CheckBetweenSteps();
            act();
        }
        finally
        {
            foreach (var scope in scopes)
                scope.Dispose();
        }
    }

    private static void CheckNothingIsLeft(SafetensorsFile file, HashSet<string> names)
    {
        string[] left =
        [
            .. file.Tensors.Select(tensor => tensor.Name)
                .Where(name => !names.Contains(name) && !IsReadElsewhere(name)),
        ];
        if (left.Length > 0)
        {
            throw new InvalidDataException(
                $"{file.Path} has {NameList.Of(left)}, which nothing here takes: training would go on without. Add what was " +
                $"added when the file was saved (of a trainer EarlyStopping and {nameof(LossScaler)} are, of an optimizer " +
                $"each {nameof(ReduceOnPlateau)} that its groups follow), or read the weights alone by Network.Load.");
        }
    }

    // By Preprocessing.Load and TargetScaling.Load.
    internal static bool IsReadElsewhere(string name) =>
        name.StartsWith(Preprocessing.DefaultPrefix + ".", StringComparison.Ordinal) ||
        name.StartsWith(TargetScaling.DefaultPrefix + ".", StringComparison.Ordinal);

    private static void Set(SafetensorsFile file, CheckpointItem[] items)
    {
        SetNumbers(file, items);
        // From memory that was verified: nothing fails from here on.
        foreach (var item in items)
        {
            if (item is not CheckpointItem.INumber)
                item.Load(file);
        }
    }

    // In the order of adding: scalars come after the steps that decide what is prepared together.
    private static void SetNumbers(SafetensorsFile file, CheckpointItem[] items)
    {
        var numbers = items.OfType<CheckpointItem.INumber>().ToArray();
        foreach (var item in items)
        {
            if (item is CheckpointItem.INumber)
                item.Load(file);
        }

        var set = 0;
        try
        {
            for (; set < numbers.Length; set++)
                numbers[set].Set();
        }
        catch
        {
            for (var i = 0; i < set; i++)
                numbers[i].SetBack();
            throw;
        }
    }
}
