using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>The items that an optimizer keeps for a parameter: states, master copy, scalars of the tensor, and the number of steps. They fit a
/// parameter of the same name and shape, with the same rule and formats.</summary>
/// <param name="optimizer">The optimizer.</param>
/// <param name="group">The group of the parameter.</param>
/// <param name="parameter">The parameter.</param>
/// <param name="modelScalars">The scalars of the model that the group shares; <see langword="null"/> where its rule has none.</param>
internal sealed class ParameterUnit(Optimizer optimizer, ParameterGroup group, Parameter parameter, GroupUnit? modelScalars) : ItemUnit
{
    /// <summary>The name of the parameter.</summary>
    public string Name => parameter.Name;

    /// <summary>Takes over the values of the parameter, which were loaded without its states, into what follows them.</summary>
    public void RestoreFromValues() => optimizer.RestoreFromValues(parameter);

    public override NotLoaded? Compare(
        SafetensorsFile file, IReadOnlyDictionary<string, SavedGroup> saved, IReadOnlyDictionary<string, NotLoaded> notLoaded)
    {
        if (!saved.TryGetValue(Name, out var other))
            return new(Name, NotLoadedReason.MissingInFile, $"{file.Path} has no states of '{Name}'.");
        return RuleMatch.CompareNames(file, Name, other.Rule, group.Rule.Schema.FullName) ??
            RuleMatch.CompareFormulas(file, Name, other.Fingerprint, group) ??
            ComparePresence(file, other) ??
            CompareFormats(file, other) ??
            RuleMatch.CompareViews(file, Name, other.Views.GetValueOrDefault(Name), SavedOptimizer.ViewOf(group, parameter)) ??
            // States that depend on a number of all parameters mean nothing with another number.
            modelScalars?.Compare(file, saved) ??
            CompareShape(file, notLoaded);
    }

    private NotLoaded? ComparePresence(SafetensorsFile file, SavedGroup saved) =>
        (saved.Dropped.Contains(Name), optimizer.HasStates(parameter)) switch
        {
            (true, true) => new(Name, NotLoadedReason.MissingInFile,
                $"In {file.Path} '{Name}' is frozen, and its states were dropped."),
            (false, false) => new(Name, NotLoadedReason.MissingHere,
                $"'{Name}' is frozen here, and its states were dropped. Unfreeze it to load those of {file.Path}."),
            _ => null,
        };

    private NotLoaded? CompareFormats(SafetensorsFile file, SavedGroup saved)
    {
        foreach (var key in optimizer.GetStateKeys(parameter))
        {
            var format = optimizer.GetStoredState(parameter, key).Format?.Name;
            if (saved.Formats.GetValueOrDefault(key) != format)
                return new(Name, NotLoadedReason.OtherFormat, FormatMatch.Describe(file, key, saved.Formats, format));
        }

        return null;
    }

    private NotLoaded? CompareShape(SafetensorsFile file, IReadOnlyDictionary<string, NotLoaded> notLoaded)
    {
        if (notLoaded.TryGetValue(Name, out var weights))
            return weights;
        // Codes have one dimension, and weights may not have been added.
        return file.Find(Name) is { } tensor && !tensor.Shape.SequenceEqual(Checkpoint.DimensionsOf(parameter.Shape))
            ? new(Name, NotLoadedReason.OtherShape,
                $"'{Name}' in {file.Path} has the shape [{string.Join(", ", tensor.Shape.ToArray())}], here {parameter.Shape}.")
            : null;
    }
}
