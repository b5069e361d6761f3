using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>
/// Compares an optimizer with what a checkpoint has of it: the rule, and the groups by their parameters. A group has no number:
/// the same groups in another order are the same.
/// </summary>
/// <param name="name">The optimizer's name in the file.</param>
/// <param name="optimizer">The optimizer.</param>
/// <param name="names">The names of all optimizers that are loaded.</param>
internal sealed class OptimizerMatch(string name, Optimizer optimizer, IReadOnlyCollection<string> names)
    : CheckpointItem($"{name}.groups")
{
    // The metadata have it.
    public override bool HasTensor => false;

    public override void AddTo(SafetensorsWriter writer)
    {
    }

    public override void Load(SafetensorsFile file)
    {
    }

    public override void Check(SafetensorsFile file)
    {
        var saved = SavedOptimizer.ReadAll(file);
        if (!saved.Keys.ToHashSet().SetEquals(names))
        {
            throw new InvalidDataException(
                $"{file.Path} has the optimizers {NameList.Of(saved.Keys)}; here they are {NameList.Of(names)}. Add all of them, " +
                "under the same names.");
        }

        var here = SavedOptimizer.Of(optimizer);
        CheckParameters(file, saved[name].Groups, here.Groups);
        CheckGroups(file, saved[name].Groups, here.Groups);
    }

    private static void CheckParameters(
        SafetensorsFile file, IReadOnlyList<SavedGroup> saved, IReadOnlyList<SavedGroup> here)
    {
        var (stepped, steppedHere) = (NamesOf(saved), NamesOf(here));
        string[] frozen = [.. stepped.Except(steppedHere)];
        if (frozen.Length > 0)
        {
            throw new InvalidDataException(
                $"{file.Path} has states of {NameList.Of(frozen)}, which the optimizer here does not step. Call AddGroup for what " +
                "was unfrozen before the file was saved, then load it.");
        }

        string[] thawed = [.. steppedHere.Except(stepped)];
        if (thawed.Length > 0)
        {
            throw new InvalidDataException(
                $"The optimizer here steps {NameList.Of(thawed)}, of which {file.Path} has no states: they were frozen when it was " +
                "saved. Freeze them here, with null in place of their rule, load the file, then call AddGroup.");
        }
    }

    private void CheckGroups(SafetensorsFile file, IReadOnlyList<SavedGroup> saved, IReadOnlyList<SavedGroup> here)
    {
        var savedGroupOf = SavedOptimizer.ByParameter(file, saved);
        foreach (var group in here)
        {
            var first = group.Parameters[0];
            var other = savedGroupOf[first];
            Throw(RuleMatch.CompareNames(file, first, other.Rule, group.Rule));
            if (!other.Parameters.ToHashSet().SetEquals(group.Parameters))
            {
                throw new InvalidDataException(
                    RuleMatch.DescribeOtherGroup(file, first, other.Parameters, group.Parameters) +
                    " Give each parameter the rule that it had when the file was saved.");
            }

            CheckFrozen(file, other.Frozen, group.Frozen, "frozen with their states");
            CheckFrozen(file, other.Dropped, group.Dropped, "frozen without states");
            CheckFormulas(file, other, group);
            foreach (var parameter in group.Parameters)
                Throw(RuleMatch.CompareViews(
                    file, parameter, other.Views.GetValueOrDefault(parameter), group.Views.GetValueOrDefault(parameter)));
        }
    }

    private static void CheckFrozen(
        SafetensorsFile file, IReadOnlyList<string> saved, IReadOnlyList<string> here, string what)
    {
        if (!saved.ToHashSet().SetEquals(here))
        {
            throw new InvalidDataException(
                $"In {file.Path} the parameters that are {what} are {(saved.Count == 0 ? "none" : NameList.Of(saved))}; here they are " +
                $"{(here.Count == 0 ? "none" : NameList.Of(here))}. Call Freeze or Unfreeze for them, then load the file.");
        }
    }

    private void CheckFormulas(SafetensorsFile file, SavedGroup saved, SavedGroup here)
    {
        var first = here.Parameters[0];
        var group = optimizer.Groups.First(group => group.Parameters[0].Name == first);
        Throw(RuleMatch.CompareFormulas(file, first, saved.Fingerprint, group));
        // What the first parameter leaves in a scalar of the model is kept.
        var schema = group.Rule.Schema;
        if (saved.Parameters[0] != first && schema.Scalars.Any(scalar => scalar.Over == Over.Model))
            throw new InvalidDataException(RuleMatch.DescribeOtherFirst(file, first, saved.Parameters[0], schema));
    }

    private static void Throw(NotLoaded? problem)
    {
        if (problem is not null)
            throw new InvalidDataException(problem.Message);
    }

    private static HashSet<string> NamesOf(IReadOnlyList<SavedGroup> groups) =>
        groups.SelectMany(group => group.Parameters).ToHashSet(StringComparer.Ordinal);
}
