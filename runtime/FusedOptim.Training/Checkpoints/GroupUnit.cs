using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>The hyperparameters of a group, or its scalars of the model. They fit a group of the same rule and parameters.</summary>
/// <param name="group">The group.</param>
/// <param name="isOrdered">Whether the first parameter must be the same: what it leaves in a scalar of the model is kept.</param>
internal sealed class GroupUnit(ParameterGroup group, bool isOrdered) : ItemUnit
{
    private readonly string[] _names = [.. group.Parameters.Select(parameter => parameter.Name)];

    public override NotLoaded? Compare(
        SafetensorsFile file, IReadOnlyDictionary<string, SavedGroup> saved, IReadOnlyDictionary<string, NotLoaded> notLoaded) =>
        Compare(file, saved);

    /// <inheritdoc cref="Compare(SafetensorsFile, IReadOnlyDictionary{string, SavedGroup}, IReadOnlyDictionary{string, NotLoaded})"/>
    public NotLoaded? Compare(SafetensorsFile file, IReadOnlyDictionary<string, SavedGroup> saved)
    {
        var first = _names[0];
        if (!saved.TryGetValue(first, out var other))
            return new(first, NotLoadedReason.MissingInFile, $"{file.Path} has no group with '{first}'.");

        var problem = RuleMatch.CompareNames(file, first, other.Rule, group.Rule.Schema.FullName) ??
            RuleMatch.CompareFormulas(file, first, other.Fingerprint, group);
        if (problem is not null)
            return problem;
        if (!other.Parameters.ToHashSet().SetEquals(_names))
            return new(first, NotLoadedReason.OtherGroup, RuleMatch.DescribeOtherGroup(file, first, other.Parameters, _names));
        return isOrdered && other.Parameters[0] != first
            ? new(first, NotLoadedReason.OtherGroup, RuleMatch.DescribeOtherFirst(file, first, other.Parameters[0], group.Rule.Schema))
            : null;
    }
}
