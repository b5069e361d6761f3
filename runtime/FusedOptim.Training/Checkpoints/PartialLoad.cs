using System.Diagnostics.CodeAnalysis;
using FusedOptim.Training.Data;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>The part of a file that fits the items of a checkpoint: found before anything is set.</summary>
internal sealed class PartialLoad
{
    private readonly SafetensorsFile _file;
    private readonly CheckpointItem[] _items;
    private readonly ILookup<ItemUnit?, CheckpointItem> _byUnit;
    private readonly Dictionary<string, NotLoaded> _notLoaded = new(StringComparer.Ordinal);
    // Of the parameters whose states are left, by their names.
    private readonly Dictionary<string, NotLoaded> _withoutStates = new(StringComparer.Ordinal);

    /// <summary>Compares the items with the header of a file.</summary>
    /// <exception cref="InvalidDataException">The file was altered.</exception>
    public PartialLoad(SafetensorsFile file, IEnumerable<CheckpointItem> items)
    {
        (_file, _items) = (file, [.. items]);
        _byUnit = _items.ToLookup(item => item.Unit);
        var saved = SavedOptimizer.ReadGroups(file);
        // First what belongs to no unit: states depend on weights.
        foreach (var item in _byUnit[null])
        {
            if (item.Compare(file) is { } problem)
                Leave(item, problem);
        }

        foreach (var unit in _byUnit.Select(items => items.Key).OfType<ItemUnit>())
        {
            var problem = unit.Compare(file, saved, _notLoaded) ??
                _byUnit[unit].Select(item => item.Compare(file)).FirstOrDefault(found => found is not null);
            if (problem is not null)
                Leave(_byUnit[unit].First(), problem);
        }
    }

    /// <summary>The items that are loaded.</summary>
    public CheckpointItem[] Fitting => [.. _items.Where(Fits)];

    /// <summary>Leaves out the numbers of the verified file that are not allowed.</summary>
    public void CheckNumbers()
    {
        foreach (var item in _items)
        {
            if (Fits(item) && item is CheckpointItem.INumber number && number.Read(_file) is { } problem)
                Leave(item, problem);
        }
    }

    /// <summary>Takes over values that were loaded without the states of their parameters into what follows them.</summary>
    public void RestoreFromValues()
    {
        var loaded = Fitting.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var unit in _byUnit.Select(items => items.Key).OfType<ParameterUnit>())
        {
            if (_withoutStates.ContainsKey(unit.Name) && loaded.Contains(unit.Name))
                unit.RestoreFromValues();
        }
    }

    /// <summary>Reports what is loaded.</summary>
    public LoadReport Report()
    {
        var names = _items.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        var onlyInFile = _file.Tensors.Select(tensor => tensor.Name)
            .Where(name => !names.Contains(name) && !Checkpoint.IsReadElsewhere(name));
        return new(
            [.. Fitting.Select(item => item.Name)],
            [
                .. _items.Where(item => !Fits(item)).Select(item => _notLoaded[item.Name]),
                .. onlyInFile.Select(name => TryFindParameter(name, out var problem)
                    ? problem with { Name = name }
                    : new(name, NotLoadedReason.MissingHere, $"Nothing that was added to the checkpoint takes '{name}' of {_file.Path}.")),
            ]);
    }

    private bool Fits(CheckpointItem item) => !_notLoaded.ContainsKey(item.Name);

    private void Leave(CheckpointItem item, NotLoaded problem)
    {
        foreach (var left in item.Unit is null ? [item] : _byUnit[item.Unit])
            _notLoaded[left.Name] = problem with { Name = left.Name };
        if (item.Unit is ParameterUnit unit)
            _withoutStates[unit.Name] = problem;
    }

    // Another rule has states of other names.
    private bool TryFindParameter(string name, [NotNullWhen(true)] out NotLoaded? problem)
    {
        for (var end = name.LastIndexOf('.'); end > 0; end = name.LastIndexOf('.', end - 1))
        {
            if (_withoutStates.TryGetValue(name[..end], out problem))
                return true;
        }

        problem = null;
        return false;
    }
}
