using FusedOptim.Schedules;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Checkpoints;

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
        Add(() => parameters.Concat(parameters.Buffers).Select(parameter =>
            new CheckpointItem.Tensor<T>(parameter.Name, DimensionsOf(parameter.Shape), () => parameter.Values)));
        _accesses.Add(parameters.Access);
        return this;
    }

    /// <summary>
    /// Adds an optimizer: the hyperparameters of its groups with their base values (<see cref="ParameterGroup.GetBaseValue"/>), what each
    /// <see cref="ReduceOnPlateau"/> remembers that a group follows or that groups which are added later will follow, the states, scalars
    /// and steps of its parameters, and its own number of steps. States are saved as they are stored, and their bits come back. Groups
    /// that are added later are saved too.
    /// </summary>
    /// <remarks>Groups are matched by the names of their parameters. One that loads must have the same rule, the same groups in
    /// any order, and the same parameters frozen; its hyperparameters become those of the file. Schedules are not in the file: add them
    /// before or after loading, and a <see cref="ReduceOnPlateau"/> before.</remarks>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="name">What its own numbers are called in the file; another one for a second optimizer.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of one of its names already.</exception>
    public Checkpoint Add(Optimizer optimizer, string name = "optimizer")
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Add(() => OptimizerItems.Of(optimizer, name, _optimizers.Keys));
        _optimizers.Add(name, optimizer);
        _accesses.Add(optimizer.Access);
        return this;
    }

    /// <summary>Adds what features go through before a network sees them. It is saved alone:
    /// <see cref="Preprocessing.Load(string)"/> reads it from the file.</summary>
    /// <param name="preprocessing">The preprocessing; of several the last one added is saved.</param>
    /// <returns>This checkpoint.</returns>
    public Checkpoint Add(Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        _preprocessing = preprocessing;
        return this;
    }

    /// <summary>Adds what target values go through before a network learns them. It is saved alone:
    /// <see cref="TargetScaling.Load(string)"/> reads it from the file.</summary>
    /// <param name="targetScaling">The scaling; of several the last one added is saved.</param>
    /// <returns>This checkpoint.</returns>
    public Checkpoint Add(TargetScaling targetScaling)
    {
        ArgumentNullException.ThrowIfNull(targetScaling);
        _targetScaling = targetScaling;
        return this;
    }

    /// <summary>Adds what a <see cref="ReduceOnPlateau"/> remembers that no group of an optimizer follows.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="schedule">The schedule.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of that name already.</exception>
    public Checkpoint Add(string name, ReduceOnPlateau schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return Add(() => PlateauItems.Of(name, schedule));
    }

    /// <summary>Adds a loss scaler.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="scaler">The scaler.</param>
    /// <returns>This checkpoint.</returns>
    /// <exception cref="ArgumentException">There is something of that name already.</exception>
    public Checkpoint Add(string name, LossScaler scaler)
    {
        ArgumentNullException.ThrowIfNull(scaler);
        return Add(
                $"{name}.scale", () => scaler.Scale, value => scaler.Restore(value, scaler.GoodStepCount),
                value => value >= scaler.MinimumScale && value <= float.MaxValue
                    ? null : Invariant($"at least {scaler.MinimumScale} and at most {float.MaxValue}"))
            .AddCount(
                $"{name}.good_steps", () => scaler.GoodStepCount, value => scaler.Restore(scaler.Scale, value),
                scaler.GrowthInterval - 1);
    }

    /// <summary>The dimensions of a tensor.</summary>
    internal static long[] DimensionsOf(TensorShape shape) =>
        [.. Enumerable.Range(0, shape.Rank).Select(i => (long)shape[i])];
}
