using System.Numerics;

namespace FusedOptim.Training;

/// <content>What a checkpoint has of the objects of training.</content>
public sealed partial class Checkpoint
{
    /// <summary>Adds the values of all parameters and buffers of a set.</summary>
    /// <param name="parameters">The set.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of one of their names already.</exception>
    public Checkpoint Add<T>(ParameterSet<T> parameters)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var parameter in parameters.Concat(parameters.Buffers))
            Add(new CheckpointItem.Tensor<T>(parameter.Name, DimensionsOf(parameter), () => parameter.Values));
        return this;
    }

    /// <summary>Adds a network: its parameters and buffers, and what the masks of dropout are drawn from.</summary>
    /// <param name="network">The network.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of one of its names already.</exception>
    public Checkpoint Add<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        return Add(network.Parameters)
            .Add("network.forward_count", () => network.ForwardCount, value => network.ForwardCount = value);
    }

    /// <summary>
    /// Adds an optimizer: the hyperparameters of its groups, the states, scalars and steps of its parameters, and its own
    /// number of steps. States are saved as they are stored, and their bits come back.
    /// </summary>
    /// <param name="optimizer">The optimizer. One that loads must have the same groups of the same parameters.</param>
    /// <param name="name">What its own numbers are called in the file; another one for a second optimizer.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of one of its names already.</exception>
    public Checkpoint Add(Optimizer optimizer, string name = "optimizer")
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        _rules.Add(optimizer.Schema.Name);
        Add($"{name}.step", () => optimizer.StepCount, value => optimizer.RestoreStepCount(ToInt(value), optimizer.SkippedStepCount));
        Add($"{name}.skipped_steps", () => optimizer.SkippedStepCount, value => optimizer.RestoreStepCount(optimizer.StepCount, ToInt(value)));
        for (var i = 0; i < optimizer.Groups.Count; i++)
            AddHyperparameters(optimizer, optimizer.Groups[i], $"{name}.group{i}");
        foreach (var parameter in optimizer.Groups.SelectMany(group => group.Parameters))
        {
            Add($"{parameter.Name}.step", () => optimizer.StepsTaken(parameter),
                value => optimizer.RestoreStepsTaken(parameter, ToInt(value)));
            foreach (var key in optimizer.StateKeysOf(parameter))
                AddState(optimizer, parameter, key);
            if (!optimizer.MasterCopyOf(parameter).IsEmpty)
            {
                Add(new CheckpointItem.Tensor<float>(
                    $"{parameter.Name}.master_copy", DimensionsOf(parameter), () => optimizer.MasterCopyOf(parameter)));
            }
        }

        foreach (var parameter in optimizer.Groups.SelectMany(group => group.Parameters))
        {
            foreach (var scalar in optimizer.Schema.Scalars)
            {
                Add($"{parameter.Name}.{scalar.Key}", () => optimizer.Scalar(parameter, scalar.Key),
                    value => optimizer.RestoreScalar(parameter, scalar.Key, value));
            }
        }

        return this;
    }

    /// <summary>Adds what features go through before a network sees them. It is saved alone:
    /// <see cref="Preprocessing.Load"/> reads it from the file.</summary>
    /// <param name="preprocessing">The preprocessing; of several the last one added is saved.</param>
    /// <returns>This checkpoint.</returns>
    public Checkpoint Add(Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        _preprocessing = preprocessing;
        return this;
    }

    /// <summary>Adds a schedule that falls on plateaus, which remembers the metrics that it was told.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="schedule">The schedule.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of that name already.</exception>
    public Checkpoint Add(string name, ReduceOnPlateau schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return Add($"{name}.value", () => schedule.State.Value, value => schedule.Restore(schedule.State with { Value = value }))
            .Add($"{name}.best", () => schedule.State.Best, value => schedule.Restore(schedule.State with { Best = value }))
            .Add($"{name}.bad_count", () => schedule.State.BadCount,
                value => schedule.Restore(schedule.State with { BadCount = ToInt(value) }))
            .Add($"{name}.remaining_cooldown", () => schedule.State.RemainingCooldown,
                value => schedule.Restore(schedule.State with { RemainingCooldown = ToInt(value) }));
    }

    /// <summary>Adds a loss scaler.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="scaler">The scaler.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of that name already.</exception>
    public Checkpoint Add(string name, LossScaler scaler)
    {
        ArgumentNullException.ThrowIfNull(scaler);
        return Add($"{name}.scale", () => scaler.Scale, value => scaler.Restore(value, scaler.GoodStepCount))
            .Add($"{name}.good_steps", () => scaler.GoodStepCount, value => scaler.Restore(scaler.Scale, ToInt(value)));
    }

    private void AddHyperparameters(Optimizer optimizer, ParameterGroup group, string name)
    {
        for (var i = 0; i < optimizer.Schema.Hyperparameters.Count; i++)
        {
            var (index, schema) = (i, optimizer.Schema.Hyperparameters[i]);
            var isStructural = schema.Choices.Count > 0;
            Add($"{name}.{schema.Name}", () => group.GetHyperparameter(index), value =>
            {
                if (isStructural && value != group.GetHyperparameter(index))
                {
                    throw new ArgumentException(
                        $"{schema.Rule}.{schema.Name} of the checkpoint is {value}, that of the optimizer " +
                        $"{group.GetHyperparameter(index)}; it is fixed when a group is made.");
                }

                group.SetHyperparameter(index, value);
            });
        }
    }

    private void AddState(Optimizer optimizer, Parameter parameter, string key)
    {
        var name = $"{parameter.Name}.{key}";
        var stored = optimizer.StoredState(parameter, key);
        var shape = stored.Format is null ? DimensionsOf(parameter) : [stored.Count];
        Add(stored.ElementSize switch
        {
            1 => State<byte>(),
            2 when stored.Format is BFloat16Format => State<BFloat16>(),
            2 => State<ushort>(),
            4 when stored.Format is null => State<float>(),
            4 => State<uint>(),
            8 when stored.Format is null => State<double>(),
            8 => State<ulong>(),
            var size => throw new NotSupportedException(
                $"The state '{name}' is stored as {stored.Format}, with codes of {size} bytes; 1, 2, 4 and 8 can be saved."),
        });
        if (!stored.Scales.IsEmpty)
        {
            Add(new CheckpointItem.Tensor<byte>(
                $"{name}.scales", [stored.Scales.Length], () => optimizer.StoredState(parameter, key).Scales));
        }

        CheckpointItem.Tensor<T> State<T>()
            where T : unmanaged => new(name, shape, () => optimizer.StoredState(parameter, key).Codes<T>());
    }

    private static long[] DimensionsOf(Parameter parameter) =>
        [.. Enumerable.Range(0, parameter.Shape.Rank).Select(i => (long)parameter.Shape[i])];

    private static int ToInt(long value) => value is >= 0 and <= int.MaxValue ? (int)value
        : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"A number of the checkpoint is {value}; it must be from 0 to {int.MaxValue}.");
}
