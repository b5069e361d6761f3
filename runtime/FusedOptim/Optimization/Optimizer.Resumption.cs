using FusedOptim.Formats;
using FusedOptim.Groups;
using FusedOptim.Guards;

namespace FusedOptim;

/// <content>What a checkpoint saves and sets again, so that steps go on with the same bits.</content>
public sealed partial class Optimizer
{
    /// <summary>Throws unless the optimizer can be saved or restored: its training weights are in place and no exception
    /// interrupted a step.</summary>
    /// <exception cref="InvalidOperationException">The optimizer is faulted, or weights to evaluate with are in use.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public void CheckBetweenSteps()
    {
        ThrowIfDisposed();
        ThrowIfFaulted();
        ThrowIfEvaluating("the optimizer is saved or restored");
    }

    /// <summary>Whether the optimizer has states of a parameter: it steps it, or has frozen it and kept its states.</summary>
    /// <param name="parameter">The parameter.</param>
    public bool HasStates(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Has(parameter) && parameter.States is not null;
    }

    /// <summary>Gets the keys of the states that a parameter has, in the order of the rule; none where it is frozen and its states were
    /// dropped.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <exception cref="ArgumentException">The optimizer does not step it.</exception>
    public IEnumerable<string> GetStateKeys(Parameter parameter) =>
        GroupOf(parameter) is var group && parameter.States is null
            ? []
            : group.States.Select(state => group.Rule.Schema.States[state].Key)
                .Concat(parameter.States?.Decay is null ? [] : [DecayProducts.Key]);

    /// <summary>Gets a state of a parameter as it is stored; writing changes it.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="key">The key of the state.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, or its variant of the rule has no
    /// such state.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public StoredElements GetStoredState(Parameter parameter, string key)
    {
        if (key == DecayProducts.Key && HasStates(parameter) && parameter.States!.Decay is { } decay)
        {
            ThrowIfDisposed();
            return decay.Stored;
        }

        return StateOf(parameter, key).Stored(parameter.Storage.ComputeSize);
    }

    /// <summary>Gets the dimensions of a state of a parameter: those of the parameter where each element has a value; otherwise
    /// [rows] or [columns] of its view (<see cref="Parameter.View"/>), with the number of matrices before it where that is not 1.
    /// "decay_product" of rows that catch up decay has one element more than there are rows.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="key">The key of the state.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, or the rule has no such state.</exception>
    public TensorShape GetStateShape(Parameter parameter, string key)
    {
        var schema = GroupOf(parameter).Rule.Schema;
        if (key == DecayProducts.Key && parameter.States?.Decay is { } decay)
            return decay.Shape;
        var state = schema.States.FirstOrDefault(state => state.Key == key) ??
            throw new ArgumentException($"The rule {schema.Name} has no state '{key}'.", nameof(key));
        return StateShape.Of(parameter, state);
    }

    /// <summary>Gets the master copy of a parameter (<see cref="OptimizerOptions.MasterCopy"/>); writing changes it.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <returns>As many values as the parameter has; empty where there is no master copy.</returns>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public Span<float> GetMasterCopy(Parameter parameter)
    {
        _ = GroupOf(parameter);
        ThrowIfDisposed();
        return parameter.States?.StoredMaster(parameter) is { } copy ? copy.Codes<float>() : default;
    }

    /// <summary>Sets how many steps the optimizer has taken and skipped: what schedules go on from. Inputs, which checkpoints do not
    /// contain, count as not given afterwards, kept ones too.</summary>
    /// <param name="stepCount"><see cref="StepCount"/>; not negative.</param>
    /// <param name="skippedStepCount"><see cref="SkippedStepCount"/>; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative; nothing has changed.</exception>
    public void RestoreStepCount(int stepCount, int skippedStepCount)
    {
        Guard.AtLeast(0, stepCount);
        Guard.AtLeast(0, skippedStepCount);
        (StepCount, SkippedStepCount) = (stepCount, skippedStepCount);
        ForgetInputs();
    }

    /// <summary>Sets how many steps a parameter has taken (<see cref="GetStepCount"/>).</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="steps">The number; not negative.</param>
    /// <exception cref="ArgumentException">The optimizer does not step it, or the number is negative.</exception>
    public void RestoreStepCount(Parameter parameter, int steps)
    {
        Guard.AtLeast(0, steps);
        GroupOf(parameter).SetStepCount(parameter, steps);
    }

    /// <summary>Sets a scalar (<see cref="GetScalar"/>); one of the model for all parameters of the group. After the steps of
    /// all parameters, which decide what is prepared together.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="key">The key of the scalar.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, or the rule has no such scalar.
    /// </exception>
    public void RestoreScalar(Parameter parameter, string key, double value) =>
        GroupOf(parameter).Scalars[parameter.Membership!.Cohort, key] = value;

    /// <summary>Takes over the values of a parameter into what follows them, after they were loaded without its states: into the
    /// master copy, and, where the parameter has taken a step, into the states that start from its values, such as averaged
    /// weights. Other states stay. Does nothing where the parameter has no states.</summary>
    /// <param name="parameter">A parameter of a group of this optimizer.</param>
    /// <exception cref="ArgumentException">The parameter is in no group of this optimizer.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    /// <remarks>Unlike <see cref="ReloadParameters"/>, for callers that have begun an operation (<see cref="Access"/>).</remarks>
    public void RestoreFromValues(Parameter parameter)
    {
        ThrowIfDisposed();
        var group = GroupOf(parameter);
        if (parameter.States is not { } states)
            return;
        _storage.Resolve([parameter]);
        states.LoadMaster(parameter);
        states.Decay?.Forget();
        // Before the first step they follow the values.
        if (group.StepCountOf(parameter) == 0)
            return;
        foreach (var state in states.StartingFromValues(group.States))
            states.StartFromValues(parameter, state);
    }
}
