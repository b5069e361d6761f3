namespace FusedOptim;

/// <content>The groups: making them, adding them late, and their schedules.</content>
public sealed partial class Optimizer<TRule>
{
    /// <summary>
    /// Adds a group of parameters that were frozen. Their own steps start at 1, their states and scalars at the initial
    /// values, and their gradients at zero.
    /// </summary>
    /// <param name="rule">The rule with its hyperparameters; the group keeps a copy.</param>
    /// <param name="parameters">Parameters of the optimizer's set that no optimizer steps; at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is a buffer, of another set, named twice, or has an optimizer
    /// already.</exception>
    /// <exception cref="InvalidOperationException">Weights to evaluate with are in use, or an operation on the set is under way
    /// (<see cref="ExclusiveAccess"/>), such as the step that runs a schedule.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public ParameterGroup<TRule> AddGroup(TRule rule, IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(parameters);
        ThrowIfDisposed();
        using var operation = Access.Begin("adding a group");
        ThrowIfEvaluating("a group can be added");
        var group = Form(rule, parameters.ToArray());
        foreach (var parameter in group.Parameters)
        {
            // Gradients that were written while nothing read them do not belong to the next step.
            if (_storage.HasGradients)
                _storage.ClearGradients(parameter.Offset, parameter.PaddedCount);
        }

        return group;
    }

    /// <summary>Makes a group of parameters that none has, with their gradients as they are.</summary>
    internal ParameterGroup<TRule> Form(TRule rule, Parameter[] members)
    {
        CheckMembers(members);
        var group = new ParameterGroup<TRule>(this, rule, _phases, members);
        var added = members.ToHashSet();
        Parameter[] stepped = [.. _storage.Parameters.Where(
            parameter => parameter.Group?.Optimizer == this || added.Contains(parameter))];
        _step.Cover(stepped);
        _squares = new GradientSquares(_storage, stepped);
        foreach (var parameter in members)
        {
            _states.Initialize(parameter, group.States, group.Rule.GetHyperparameter);
            _master?.Load(parameter);
            _unstepped.Add(parameter, group.States);
            parameter.Group = group;
        }

        if (_schedules is not null)
            group.Schedule(_schedules);
        _groups.Add(group);
        _storage.ForgetTrainable();
        return group;
    }

    /// <summary>
    /// Adds a schedule to all groups, also to those that are added later: called before every step for each group, with the
    /// group's rule and the step of the optimizer, counted from 1.
    /// </summary>
    /// <remarks>What a schedule sets, stays set: <c>rule.LearningRate *= 0.99</c> compounds from step to step. One rate that a
    /// schedule sets replaces the different rates that groups were made with; see <see cref="ParameterGroup{TRule}.Schedule"/>
    /// for a rate of each group.</remarks>
    /// <param name="schedule">What sets the hyperparameters. An exception out of it faults the optimizer.</param>
    public void Schedule(Action<TRule, int> schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        _schedules += schedule;
        foreach (var group in _groups)
            group.Schedule(schedule);
    }

    private void CheckMembers(Parameter[] members)
    {
        if (members.Length == 0)
            throw new ArgumentException("A group has at least one parameter.", "parameters");
        var seen = new HashSet<Parameter>();
        foreach (var parameter in members)
        {
            ArgumentNullException.ThrowIfNull(parameter, "parameters");
            var problem =
                parameter.Storage != _storage ? "is in another set than the optimizer's" :
                parameter.IsBuffer ? "is a buffer, which is never stepped" :
                parameter.Group is not null ? "is in a group already; a parameter has one group of one optimizer" :
                !seen.Add(parameter) ? "is named twice" : null;
            if (problem is not null)
                throw new ArgumentException($"'{parameter.Name}' {problem}.", "parameters");
        }
    }
}
