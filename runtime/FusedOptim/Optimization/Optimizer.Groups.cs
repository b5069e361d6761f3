using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <content>The groups: making them, and adding them late.</content>
public sealed partial class Optimizer
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
    public ParameterGroup AddGroup(IUpdateRule rule, IEnumerable<Parameter> parameters)
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
    internal ParameterGroup Form(IUpdateRule rule, Parameter[] members)
    {
        CheckMembers(members);
        var stepped = SteppedRuleOf(rule);
        var group = new ParameterGroup(this, stepped, rule, members);
        var added = members.ToHashSet();
        Parameter[] all = [.. _storage.Parameters.Where(
            parameter => parameter.Group?.Optimizer == this || added.Contains(parameter))];
        stepped.Cover([.. all.Where(parameter => added.Contains(parameter) || parameter.Group!.Stepped == stepped)]);
        _squares = new GradientSquares(_storage, all);
        foreach (var parameter in members)
        {
            stepped.States.Initialize(parameter, group.States, group.Rule.GetHyperparameter);
            _master?.Load(parameter);
            stepped.Unstepped.Add(parameter, group.States);
            parameter.Group = group;
        }

        foreach (var schedule in _schedules)
            schedule(group);
        stepped.Add(group);
        _groups.Add(group);
        _storage.ForgetTrainable();
        return group;
    }

    /// <summary>Counts the optimizer among those of its set: what none of them steps is frozen from then on.</summary>
    private void BeginFreezing()
    {
        _storage.CountOptimizer(1);
        _freezes = true;
    }

    private SteppedRule SteppedRuleOf(IUpdateRule rule)
    {
        var type = rule.GetType();
        if (_rules.Find(known => known.Type == type) is not { } stepped)
        {
            stepped = new SteppedRule(rule, _storage, _master, _options, _team, _target);
            _rules.Add(stepped);
        }

        return stepped;
    }

    // A key that only one of several rules has is right.
    private void CheckStateFormats(IEnumerable<IUpdateRule> rules)
    {
        RuleSchema[] schemas = [.. rules.Select(rule => rule.Schema).Distinct()];
        foreach (var key in _options.StateFormats.Keys)
        {
            if (schemas.Length > 0 && !schemas.Any(schema => schema.States.Any(state => state.Key == key)))
            {
                throw new ArgumentException(
                    $"StateFormats names the state '{key}', which {string.Join(" and ", schemas.Select(Describe))}.", "options");
            }
        }

        static string Describe(RuleSchema schema) => schema.States.Count == 0
            ? $"{schema.Name} does not have; it has none"
            : $"{schema.Name} does not have; it has {string.Join(", ", schema.States.Select(state => state.Key))}";
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
