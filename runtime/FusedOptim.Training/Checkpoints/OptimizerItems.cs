using FusedOptim.Formats;
using FusedOptim.Schedules;

namespace FusedOptim.Training.Checkpoints;

/// <summary>The items of a checkpoint that belong to an optimizer, by the names of its parameters.</summary>
internal static class OptimizerItems
{
    /// <summary>Lists it: first what must fit, then the numbers, then states. Scalars come after the steps that decide what is
    /// prepared together.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="name">What its own numbers are called.</param>
    /// <param name="names">The names of all optimizers of the checkpoint.</param>
    public static IEnumerable<CheckpointItem> Of(Optimizer optimizer, string name, IReadOnlyCollection<string> names)
    {
        Part[] parts = [.. optimizer.Groups.Select(group => new Part(optimizer, group))];
        return
        [
            new OptimizerMatch(name, optimizer, names),
            CheckpointItem.Count(
                $"{name}.step", () => optimizer.StepCount,
                value => optimizer.RestoreStepCount(value, optimizer.SkippedStepCount)),
            CheckpointItem.Count(
                $"{name}.skipped_steps", () => optimizer.SkippedStepCount,
                value => optimizer.RestoreStepCount(optimizer.StepCount, value)),
            .. optimizer.Groups.SelectMany(group => Hyperparameters(group, name)),
            .. UnfollowedPlateaus(optimizer, name),
            .. parts.SelectMany(part => part.Units).Select(member => CheckpointItem.Count(
                $"{member.Parameter.Name}.step", () => optimizer.GetStepCount(member.Parameter),
                value => optimizer.RestoreStepCount(member.Parameter, value), unit: member.Unit)),
            .. parts.SelectMany(part => Scalars(optimizer, part)),
            .. parts.SelectMany(part => part.Units).SelectMany(member => Tensors(optimizer, member.Parameter, member.Unit)),
            new FormatMatch(name, optimizer),
        ];
    }

    private static IEnumerable<CheckpointItem> Scalars(Optimizer optimizer, Part part) =>
        from member in part.Units
        from scalar in part.Group.Rule.Schema.Scalars
        select new CheckpointItem.Number<double>(
            $"{member.Parameter.Name}.{scalar.Key}", () => optimizer.GetScalar(member.Parameter, scalar.Key),
            value => optimizer.RestoreScalar(member.Parameter, scalar.Key, value))
        {
            Unit = scalar.Over == Over.Model ? part.ModelScalars : member.Unit,
        };

    // Called after the parameter whose name is the first of the group's: groups have no number.
    private static IEnumerable<CheckpointItem> Hyperparameters(ParameterGroup group, string name)
    {
        var first = group.Parameters.Select(parameter => parameter.Name).Min(StringComparer.Ordinal);
        var rule = group.Rule;
        var schemas = rule.Schema.Hyperparameters;
        var unit = new GroupUnit(group, isOrdered: false);
        return
        [
            .. schemas.Select((schema, index) => new CheckpointItem.Number<double>(
                $"{name}.{first}.{schema.Name}", () => rule.GetHyperparameter(index),
                value => rule.SetHyperparameter(index, value),
                value => schema.Choices.Count > 0
                    ? value == rule.GetHyperparameter(index)
                        ? null
                        : Invariant(
                            $"{rule.GetHyperparameter(index)}, as the optimizer has it: it is fixed when a group is made")
                    : schema.Allows(value) ? null : schema.Allowed) { Unit = unit }),
            // After the values themselves, which then count as set by schedules.
            .. schemas.Where(schema => schema.Choices.Count == 0).Select(schema => new CheckpointItem.Number<double>(
                $"{name}.{first}.{schema.Name}.base", () => group.GetBaseValue(schema.Name),
                value => group.RestoreBaseValue(schema.Name, value), value => schema.Allows(value) ? null : schema.Allowed) { Unit = unit }),
            .. group.Schedules.SelectMany(followed => followed.Schedule is ReduceOnPlateau plateau
                ? PlateauItems.Of($"{name}.{first}.{followed.Hyperparameter}.plateau", plateau, unit)
                : []),
        ];
    }

    // Of the optimizer, which groups that are added later will follow.
    private static IEnumerable<CheckpointItem> UnfollowedPlateaus(Optimizer optimizer, string name)
    {
        var followed = optimizer.Groups.SelectMany(group => group.Schedules).Select(schedule => schedule.Schedule).ToHashSet();
        return optimizer.Schedules.SelectMany(schedule =>
            schedule.Schedule is ReduceOnPlateau plateau && !followed.Contains(plateau)
                ? PlateauItems.Of($"{name}.{schedule.Hyperparameter}.plateau", plateau)
                : []);
    }

    private static IEnumerable<CheckpointItem> Tensors(Optimizer optimizer, Parameter parameter, ItemUnit unit)
    {
        foreach (var key in optimizer.GetStateKeys(parameter))
        {
            var name = $"{parameter.Name}.{key}";
            yield return State(optimizer, parameter, key, name, unit);
            if (optimizer.GetStoredState(parameter, key).Scales is { IsEmpty: false } scales)
            {
                yield return new CheckpointItem.Tensor<byte>(
                    $"{name}.scales", [scales.Length], () => optimizer.GetStoredState(parameter, key).Scales) { Unit = unit };
            }
        }

        if (!optimizer.GetMasterCopy(parameter).IsEmpty)
        {
            yield return new CheckpointItem.Tensor<float>(
                $"{parameter.Name}.master_copy", Checkpoint.DimensionsOf(parameter.Shape), () => optimizer.GetMasterCopy(parameter))
            {
                Unit = unit,
            };
        }
    }

    private static CheckpointItem State(Optimizer optimizer, Parameter parameter, string key, string name, ItemUnit unit)
    {
        var stored = optimizer.GetStoredState(parameter, key);
        var shape = stored.Format is null ? Checkpoint.DimensionsOf(optimizer.GetStateShape(parameter, key)) : [stored.Count];
        return stored.ElementSize switch
        {
            1 => Codes<byte>(),
            2 when stored.Format is BFloat16Format => Codes<BFloat16>(),
            2 => Codes<ushort>(),
            4 when stored.Format is null => Codes<float>(),
            4 => Codes<uint>(),
            8 when stored.Format is null => Codes<double>(),
            8 => Codes<ulong>(),
            var size => throw new NotSupportedException(
                Invariant($"The state '{name}' is stored as {stored.Format}, with codes of {size} bytes; ") +
                "1, 2, 4 and 8 can be saved."),
        };

        CheckpointItem.Tensor<T> Codes<T>()
            where T : unmanaged => new(name, shape, () => optimizer.GetStoredState(parameter, key).Codes<T>()) { Unit = unit };
    }

    /// <summary>A group with what of it is loaded together.</summary>
    private sealed class Part
    {
        public Part(Optimizer optimizer, ParameterGroup group)
        {
            Group = group;
            if (group.Rule.Schema.Scalars.Any(scalar => scalar.Over == Over.Model))
                ModelScalars = new GroupUnit(group, isOrdered: true);
            Units = [.. group.Parameters.Select(parameter => (parameter, new ParameterUnit(optimizer, group, parameter, ModelScalars)))];
        }

        public ParameterGroup Group { get; }

        public GroupUnit? ModelScalars { get; }

        public IReadOnlyList<(Parameter Parameter, ParameterUnit Unit)> Units { get; }
    }
}
