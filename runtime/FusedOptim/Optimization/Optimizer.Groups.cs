using FusedOptim.Groups;
using FusedOptim.Kernels;
using FusedOptim.Matrices;
using FusedOptim.Schema;

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
        Parameter[] members = [.. parameters];
        var group = Form([new Selection(rule, members)])[0];
        ZeroGradientsOf(members);
        return group;
    }

    // Makes groups of parameters that none has, with their gradients as they are.
    private List<ParameterGroup> Form(IReadOnlyList<Selection> made)
    {
        var seen = new HashSet<Parameter>();
        foreach (var selection in made)
        {
            CheckMembers(selection.Members, seen);
            foreach (var parameter in selection.Members)
                MatrixRules.Check(selection.Rule.Schema, parameter);
            foreach (var parameter in selection.Members.Where(parameter => parameter.Rows is not null))
                RowGradientRules.Check(selection.Rule.Schema, parameter, _options.MasterCopy);
        }

        var groups = new List<ParameterGroup>();
        foreach (var selection in made)
            groups.Add(Prepare(selection.Rule, selection.Members));
        foreach (var group in groups)
        {
            foreach (var parameter in group.Parameters)
                parameter.Owner = new Membership(group.Prepared) { IsStepped = true };
        }

        try
        {
            AddStates(made);
        }
        catch
        {
            foreach (var parameter in groups.SelectMany(group => group.Parameters))
                parameter.Owner = null;
            throw;
        }

        foreach (var group in groups)
        {
            group.Prepared.Form(new int[group.Parameters.Count]);
            Initialize(group.Prepared, group.Parameters);
            AddSchedulesTo(group);
            Add(group);
        }

        _step.Cover();
        return groups;
    }

    private ParameterGroup Prepare(IUpdateRule rule, Parameter[] members)
    {
        var index = RuleIndexOf(rule);
        return new ParameterGroup(new PreparedGroup(rule, index, _rules[index].Phases, members));
    }

    private void Add(ParameterGroup group)
    {
        _groups.Add(group);
        _prepared.Add(group.Prepared);
    }

    // Those of one type of rule lie side by side.
    private void AddStates(IReadOnlyList<Selection> made)
    {
        try
        {
            foreach (var rule in _rules)
            {
                Parameter[] members =
                    [.. made.Where(selection => selection.Rule.GetType() == rule.Type).SelectMany(selection => selection.Members)];
                if (members.Length == 0)
                    continue;
                foreach (var parameter in members.Where(parameter => parameter.Rows is not null))
                {
                    // Behind the streams of states, the master copy and weights to evaluate with.
                    var decay = rule.Schema.CaughtUpDecay is null ? null : new DecayProducts(parameter.Rows!.RowCount, rule.Formats.Count + 4);
                    _ = new StateMemory(rule.Schema.States, rule.Formats, _storage, _options.MasterCopy, [parameter]) { Decay = decay };
                }

                Parameter[] dense = [.. members.Where(parameter => parameter.Rows is null)];
                if (dense.Length == 0)
                    continue;
                var states = new StateMemory(rule.Schema.States, rule.Formats, _storage, _options.MasterCopy, dense);
                if (!rule.Schema.UsesView)
                    continue;
                foreach (var parameter in dense)
                {
                    parameter.Membership!.Matrix = new MatrixMemory(
                        rule.Schema, parameter.View, _storage.ComputeSize == sizeof(double), state => states.AddressOf(parameter, state));
                }
            }
        }
        catch
        {
            foreach (var parameter in made.SelectMany(selection => selection.Members))
                parameter.States?.Remove(parameter);
            throw;
        }
    }

    private void Initialize(PreparedGroup group, IReadOnlyList<Parameter> parameters)
    {
        _storage.Resolve(parameters);
        foreach (var parameter in parameters)
        {
            parameter.States!.Initialize(parameter, group.States, group.Rule.GetHyperparameter);
            _unstepped.Add(parameter, group.States);
        }
    }

    // Gradients that were written while nothing read them do not belong to the next step.
    private void ZeroGradientsOf(IReadOnlyList<Parameter> parameters)
    {
        if (!_storage.HasGradients)
            return;
        _storage.Resolve(parameters);
        _storage.OrderRows(parameters);
        foreach (var parameter in parameters)
        {
            if (parameter.GradientAddress != 0)
                parameter.GradientMemory.Clear(0, parameter.GradientCount, _storage.ElementSize);
            parameter.Rows?.Clear();
        }
    }

    /// <summary>Counts the optimizer among those of its set: what none of them steps is frozen from then on.</summary>
    private void BeginFreezing()
    {
        _storage.CountOptimizer(1);
        _freezes = true;
    }

    // Where rules of its type have none, it is made.
    private int RuleIndexOf(IUpdateRule rule)
    {
        var type = rule.GetType();
        var index = _rules.FindIndex(known => known.Type == type);
        if (index >= 0)
            return index;
        var stepped = new SteppedRule(rule, _storage, _options, _target, _team.ThreadCount);
        _rules.Add(stepped);
        _step.Add(stepped);
        return _rules.Count - 1;
    }

    // A key that only one of several rules has is right.
    private void CheckStateFormats(IReadOnlyList<Selection> made)
    {
        RuleSchema[] schemas = [.. made.Select(selection => selection.Rule.Schema).Distinct()];
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

    /// <summary>Parameters that are to have a rule.</summary>
    private sealed record Selection(IUpdateRule Rule, Parameter[] Members);

    private void CheckMembers(Parameter[] members, HashSet<Parameter> seen)
    {
        if (members.Length == 0)
            throw new ArgumentException("A group has at least one parameter.", "parameters");
        foreach (var parameter in members)
        {
            ArgumentNullException.ThrowIfNull(parameter, "parameters");
            var problem =
                parameter.Storage != _storage ? "is in another set than the optimizer's" :
                parameter.IsBuffer ? "is a buffer, which is never stepped" :
                parameter.Owner is not null ? "is in a group already; a parameter has one group of one optimizer" :
                !seen.Add(parameter) ? "is named twice" : null;
            if (problem is not null)
                throw new ArgumentException($"'{parameter.Name}' {problem}.", "parameters");
        }
    }
}
