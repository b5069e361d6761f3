using FusedOptim.Groups;

namespace FusedOptim;

/// <content>Freezing parameters in mid-training, thawing them, and splitting groups.</content>
public sealed partial class Optimizer
{
    /// <summary>
    /// Freezes parameters: steps leave them as they are, and their gradients count for nothing
    /// (<see cref="Parameter.IsFrozen"/>), until <see cref="Unfreeze(IEnumerable{Parameter})"/>. They stay in their groups.
    /// </summary>
    /// <param name="parameters">Parameters that the optimizer steps.</param>
    /// <param name="keepStates">Whether states, scalars, master copies and the number of steps are kept, so that the parameters go
    /// on with them later; otherwise their memory is released once no parameter uses it, and they start again from the initial values.
    /// </param>
    /// <exception cref="ArgumentException">The optimizer does not step one of them, or one is named twice. Nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer is faulted, weights to evaluate with are in use, or an operation on
    /// the set is under way (<see cref="ExclusiveAccess"/>).</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    /// <remarks>The noise of stochastic rounding depends on the place of a parameter in its set, which freezing does not
    /// change.</remarks>
    public void Freeze(IEnumerable<Parameter> parameters, bool keepStates = true)
    {
        var frozen = BeginChange(parameters, isFrozen: false, "freezing", out var operation);
        using (operation)
        {
            foreach (var parameter in frozen)
            {
                parameter.Owner!.IsStepped = false;
                if (!keepStates)
                    Drop(parameter);
            }

            _step.Cover();
        }
    }

    /// <inheritdoc cref="Freeze(IEnumerable{Parameter}, bool)"/>
    public void Freeze(params ReadOnlySpan<Parameter> parameters) =>
        Freeze((IEnumerable<Parameter>)parameters.ToArray());

    /// <summary>
    /// Drops the states, scalars, master copies and the number of steps of parameters that are frozen already, as
    /// <see cref="Freeze(IEnumerable{Parameter}, bool)"/> does that does not keep them. They stay frozen. A parameter whose states were
    /// dropped before stays as it is.
    /// </summary>
    /// <param name="parameters">Frozen parameters of the optimizer's groups.</param>
    /// <exception cref="ArgumentException">One is not frozen, is in no group of the optimizer, or is named twice. Nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer is faulted, weights to evaluate with are in use, or an operation on
    /// the set is under way (<see cref="ExclusiveAccess"/>).</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public void DropStates(IEnumerable<Parameter> parameters)
    {
        var frozen = BeginChange(parameters, isFrozen: true, "dropping states", out var operation);
        using (operation)
        {
            foreach (var parameter in frozen.Where(parameter => parameter.States is not null))
                Drop(parameter);
        }
    }

    /// <inheritdoc cref="DropStates(IEnumerable{Parameter})"/>
    public void DropStates(params ReadOnlySpan<Parameter> parameters) =>
        DropStates((IEnumerable<Parameter>)parameters.ToArray());

    /// <summary>
    /// Steps parameters again that <see cref="Freeze(IEnumerable{Parameter}, bool)"/> has frozen: from the states that were kept, or from the initial
    /// ones. Their gradients start at zero.
    /// </summary>
    /// <param name="parameters">Frozen parameters of the optimizer's groups.</param>
    /// <exception cref="ArgumentException">One is not frozen, is in no group of the optimizer (add it by <see cref="AddGroup"/>), or
    /// is named twice. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is faulted, weights to evaluate with are in use, or an operation on
    /// the set is under way (<see cref="ExclusiveAccess"/>).</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public void Unfreeze(IEnumerable<Parameter> parameters)
    {
        var thawed = BeginChange(parameters, isFrozen: true, "thawing", out var operation);
        using (operation)
        {
            Parameter[] dropped = [.. thawed.Where(parameter => parameter.States is null)];
            AddStates([.. dropped
                .GroupBy(parameter => parameter.Membership!.Group).Select(group => new Selection(group.Key.Rule, group.ToArray()))]);
            foreach (var parameter in dropped)
                Initialize(parameter.Membership!.Group, [parameter]);
            foreach (var parameter in thawed)
                parameter.Owner!.IsStepped = true;
            ZeroGradientsOf(thawed);
            _step.Cover();
        }
    }

    /// <inheritdoc cref="Unfreeze(IEnumerable{Parameter})"/>
    public void Unfreeze(params ReadOnlySpan<Parameter> parameters) =>
        Unfreeze((IEnumerable<Parameter>)parameters.ToArray());

    /// <summary>
    /// Moves parameters of a group to a new one, with a copy of its rule as it is now and with its schedules; their states and steps go
    /// with them.
    /// </summary>
    /// <param name="group">A group of the optimizer.</param>
    /// <param name="select">Whether a parameter moves: some do, and some stay.</param>
    /// <param name="name">The name of the new group (<see cref="ParameterGroup.Name"/>).</param>
    /// <returns>The new group, the last in <see cref="Groups"/>.</returns>
    /// <exception cref="ArgumentException">The group is another optimizer's, or all or none of its parameters move. Nothing has
    /// changed.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is faulted, weights to evaluate with are in use, or an operation on
    /// the set is under way (<see cref="ExclusiveAccess"/>).</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public ParameterGroup Split(ParameterGroup group, Func<Parameter, bool> select, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(select);
        CheckBetweenSteps();
        using var operation = Access.Begin("splitting a group");
        if (!_groups.Contains(group))
            throw new ArgumentException("The group is of another optimizer.", nameof(group));
        Parameter[] moved = [.. group.Parameters.Where(select)];
        if (moved.Length == 0 || moved.Length == group.Parameters.Count)
        {
            throw new ArgumentException(
                Invariant($"{moved.Length} of {group.Parameters.Count} parameters of the group would move; both groups must have some."),
                nameof(select));
        }

        var split = group.Split(moved);
        split.Name = name;
        Add(split);
        _storage.ForgetSegments();
        return split;
    }

    private static void Drop(Parameter parameter)
    {
        var member = parameter.Membership!;
        member.States!.Remove(parameter);
        member.Group.StartAgain(parameter);
        member.Inputs?.Forget();
    }

    private Parameter[] BeginChange(
        IEnumerable<Parameter> parameters, bool isFrozen, string operationName, out ExclusiveAccess.Scope operation)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        CheckBetweenSteps();
        Parameter[] changed = [.. parameters];
        var seen = new HashSet<Parameter>();
        foreach (var parameter in changed)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
            var problem =
                !Has(parameter) ? "is in no group of the optimizer; AddGroup steps what was frozen from the start" :
                parameter.Owner!.IsStepped == isFrozen ? isFrozen ? "is not frozen" : "is frozen already" :
                !seen.Add(parameter) ? "is named twice" : null;
            if (problem is not null)
                throw new ArgumentException($"'{parameter.Name}' {problem}.", nameof(parameters));
        }

        operation = Access.Begin(operationName);
        return changed;
    }
}
