using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>Steps the parameters of a set by a rule. Made by <c>Optimizer.Create</c>; not for several threads at once.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
public sealed class Optimizer<TRule> : Optimizer
    where TRule : class, IUpdateRule<TRule>
{
    private readonly List<ParameterGroup<TRule>> _groups = [];
    private readonly ParameterStorage _storage;
    private readonly RuleStates _states;
    private readonly OptimizerStep<TRule> _step;
    private readonly WorkerTeam _team;
    private readonly KernelTarget _target;
    private Exception? _fault;
    private bool _isDisposed;

    internal Optimizer(ParameterStorage storage, OptimizerOptions options)
    {
        _team = options.Team ?? WorkerTeam.Default;
        _target = options.Target ?? KernelTargets.Selected;
        if (!KernelTargets.IsSupported(_target))
        {
            throw new ArgumentException(
                $"Target is {_target}, which this processor does not run natively; " +
                $"supported here: {string.Join(", ", KernelTargets.Supported)}.", nameof(options));
        }

        if (TRule.Schema.Phases.Any(phase => phase.Reductions.Count > 0))
            throw new NotSupportedException($"{TRule.Schema.Name} reduces over tensors, which this version does not run.");

        if (_target == KernelTarget.StrictScalar && storage.ElementSize == sizeof(float) && TRule.Schema.FloatMode != FloatMode.Strict)
        {
            throw new ArgumentException(
                $"Target is {_target}, which {TRule.Schema.Name} has for parameters of double only; choose another target " +
                $"in the options or in {KernelTargets.EnvironmentVariable}.", nameof(options));
        }

        _storage = storage;
        // Lays the set out, which the states follow.
        _ = storage.Values;
        _states = new RuleStates(TRule.Schema.States, storage);
        _step = new OptimizerStep<TRule>(_groups, storage, _states, _target);
    }

    /// <summary>The groups, in the order in which they were made.</summary>
    public IReadOnlyList<ParameterGroup<TRule>> Groups => _groups;

    /// <inheritdoc/>
    public override RuleSchema Schema => TRule.Schema;

    /// <summary>Adds a group of parameters that were frozen until now. Their own steps start at 1.</summary>
    /// <param name="rule">The rule with its hyperparameters; the group keeps a copy.</param>
    /// <param name="parameters">Parameters of the optimizer's set that no optimizer steps; at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is a buffer, of another set, named twice, or has an optimizer
    /// already.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public ParameterGroup<TRule> AddGroup(TRule rule, IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(parameters);
        ThrowIfDisposed();
        var members = parameters.ToArray();
        CheckMembers(members);

        var group = new ParameterGroup<TRule>(this, rule, members);
        foreach (var parameter in members)
        {
            _states.Initialize(parameter, group.States, group.Rule.GetHyperparameter);
            parameter.Group = group;
        }

        _groups.Add(group);
        return group;
    }

    /// <inheritdoc/>
    public override void Step(StepOptions options = default)
    {
        ThrowIfDisposed();
        if (_fault is not null)
        {
            throw new InvalidOperationException(
                $"The optimizer is faulted: an exception interrupted step {StepCount + 1}. {_fault.Message}", _fault);
        }

        _team.CheckFloatingPointMode();
        // Commits the memory, which can fail, while nothing has begun.
        _ = _storage.Gradients;
        try
        {
            var step = checked(StepCount + 1);
            for (var i = 0; i < _groups.Count; i++)
                _groups[i].RunSchedules(step);
            for (var i = 0; i < _groups.Count; i++)
                _groups[i].Prepare(_target, options.GradientScale);
            _step.Run(_team, options);
            for (var i = 0; i < _groups.Count; i++)
                _groups[i].CountStep();
            StepCount = step;
        }
        catch (Exception exception)
        {
            _fault = exception;
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _states.Dispose();
        foreach (var group in _groups)
        {
            foreach (var parameter in group.Parameters)
                parameter.Group = null;
        }
    }

    private protected override nint StateAddress(ParameterGroup group, string key)
    {
        ThrowIfDisposed();
        return _states.AddressOf(key, group.States);
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

    private void ThrowIfDisposed()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(Optimizer));
        _storage.ThrowIfDisposed();
    }
}
