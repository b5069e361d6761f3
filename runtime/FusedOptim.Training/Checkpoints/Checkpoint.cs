namespace FusedOptim.Training;

/// <summary>
/// What a run of training needs to go on with the same bits: values, buffers, states, steps, scalars, hyperparameters, and
/// numbers of the loop. It is described once, from the objects themselves, and then saved and loaded any number of times.
/// The file is in the safetensors format: a parameter has its own name, "dense1.weight", a state its key behind it,
/// "dense1.weight.exp_avg".
/// </summary>
/// <remarks>
/// <para>Saving is atomic: whenever the process or the machine stops, the path has the whole old checkpoint or the whole
/// new one. Loading checks everything before it changes anything: names, element types, shapes, and the SHA-256 of the
/// data that is saved with them.</para>
/// <code>
/// var checkpoint = new Checkpoint().Add(network).Add(optimizer).Add("epoch", () =&gt; epoch, value =&gt; epoch = (int)value);
/// if (File.Exists(path))
///     checkpoint.Load(path);
/// </code>
/// </remarks>
public sealed partial class Checkpoint
{
    private const string FormatKey = "format";
    private const string FormatValue = "FusedOptim 1";
    private const string RuleKey = "rule";

    private readonly List<CheckpointItem> _items = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _rules = [];
    private Preprocessing? _preprocessing;

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

    /// <summary>Writes the file: see <see cref="SafetensorsWriter.Save"/>.</summary>
    /// <param name="path">The file; one that is there is replaced at once when the new one is complete.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata(FormatKey, FormatValue);
        if (_rules.Count > 0)
            writer.AddMetadata(RuleKey, string.Join(", ", _rules));
        foreach (var item in _items)
            item.AddTo(writer);
        _preprocessing?.Write(writer);
        writer.Save(path, addsDigest: true);
    }

    /// <summary>
    /// Reads the file into what was added. Tensors that were not added are passed over, so that the weights of a network can
    /// be had from a checkpoint of its training.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or no safetensors file; or lacks something that was
    /// added, or has it in another shape or element type, or of another rule. Nothing has changed.</exception>
    /// <exception cref="ArgumentException">A number is out of range. No number has changed, and no values.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        CheckRules(file, path);
        foreach (var item in _items)
            item.Check(file, path);
        file.VerifyDigest();

        LoadNumbers(file);
        foreach (var item in _items)
        {
            if (item is not CheckpointItem.INumber)
                item.Load(file);
        }
    }

    private Checkpoint Add(CheckpointItem item)
    {
        ArgumentException.ThrowIfNullOrEmpty(item.Name);
        if (!_names.Add(item.Name))
            throw new ArgumentException($"The checkpoint has '{item.Name}' already; names must differ.", nameof(item));
        _items.Add(item);
        return this;
    }

    private void CheckRules(SafetensorsFile file, string path)
    {
        var rules = string.Join(", ", _rules);
        if (rules.Length > 0 && file.Metadata.GetValueOrDefault(RuleKey) is { } saved && saved != rules)
            throw new InvalidDataException($"{path} was saved with the rule {saved}; it is loaded into {rules}.");
    }

    // In the order of adding: scalars come after the steps that decide what is prepared together.
    private void LoadNumbers(SafetensorsFile file)
    {
        var numbers = _items.OfType<CheckpointItem.INumber>().ToArray();
        foreach (var item in _items)
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
