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
        Parameter[] parameters = [.. optimizer.Groups.SelectMany(group => group.Parameters)];
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
            .. parameters.Select(parameter => CheckpointItem.Count(
                $"{parameter.Name}.step", () => optimizer.GetStepCount(parameter),
                value => optimizer.RestoreStepCount(parameter, value))),
            .. optimizer.Groups.SelectMany(group => Scalars(optimizer, group)),
            .. parameters.SelectMany(parameter => Tensors(optimizer, parameter)),
            new FormatMatch(name, optimizer),
        ];
    }

    private static IEnumerable<CheckpointItem> Scalars(Optimizer optimizer, ParameterGroup group) =>
        from parameter in @group.Parameters
        from scalar in @group.Rule.Schema.Scalars
        select new CheckpointItem.Number<double>(
            $"{parameter.Name}.{scalar.Key}", () => optimizer.GetScalar(parameter, scalar.Key),
            value => optimizer.RestoreScalar(parameter, scalar.Key, value));

    // Called after the parameter whose name is the first of the group's: groups have no number.
    private static IEnumerable<CheckpointItem> Hyperparameters(ParameterGroup group, string name)
    {
        var first = group.Parameters.Select(parameter => parameter.Name).Min(StringComparer.Ordinal);
        var rule = group.Rule;
        var schemas = rule.Schema.Hyperparameters;
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
                    : schema.Allows(value) ? null : schema.Allowed)),
            // After the values themselves, which then count as set by schedules.
            .. schemas.Where(schema => schema.Choices.Count == 0).Select(schema => new CheckpointItem.Number<double>(
                $"{name}.{first}.{schema.Name}.base", () => group.GetBaseValue(schema.Name),
                value => group.RestoreBaseValue(schema.Name, value), value => schema.Allows(value) ? null : schema.Allowed)),
            .. group.Schedules.SelectMany(followed => followed.Schedule is ReduceOnPlateau plateau
                ? PlateauItems.Of($"{name}.{first}.{followed.Hyperparameter}.plateau", plateau)
                : []),
        ];
    }

    private static IEnumerable<CheckpointItem> Tensors(Optimizer optimizer, Parameter parameter)
    {
        foreach (var key in optimizer.GetStateKeys(parameter))
        {
            var name = $"{parameter.Name}.{key}";
            yield return State(optimizer, parameter, key, name);
            if (optimizer.GetStoredState(parameter, key).Scales is { IsEmpty: false } scales)
            {
                yield return new CheckpointItem.Tensor<byte>(
                    $"{name}.scales", [scales.Length], () => optimizer.GetStoredState(parameter, key).Scales);
            }
        }

        if (!optimizer.GetMasterCopy(parameter).IsEmpty)
        {
            yield return new CheckpointItem.Tensor<float>(
                $"{parameter.Name}.master_copy", Checkpoint.DimensionsOf(parameter), () => optimizer.GetMasterCopy(parameter));
        }
    }

    private static CheckpointItem State(Optimizer optimizer, Parameter parameter, string key, string name)
    {
        var stored = optimizer.GetStoredState(parameter, key);
        var shape = stored.Format is null ? Checkpoint.DimensionsOf(parameter) : [stored.Count];
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
            where T : unmanaged => new(name, shape, () => optimizer.GetStoredState(parameter, key).Codes<T>());
    }
}
