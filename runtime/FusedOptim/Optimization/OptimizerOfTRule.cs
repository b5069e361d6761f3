using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>Steps the parameters of a set by a rule. Made by <c>Optimizer.Create</c>; not for several threads at once.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
public sealed partial class Optimizer<TRule> : Optimizer
    where TRule : class, IUpdateRule<TRule>
{
    private readonly List<ParameterGroup<TRule>> _groups = [];
    private readonly ParameterStorage _storage;
    private GradientSquares _squares;
    private readonly RulePhases _phases;
    private readonly RuleStates _states;
    private readonly UnsteppedStates _unstepped;
    private readonly MasterCopy? _master;
    private readonly OptimizerStep<TRule> _step;
    private readonly WorkerTeam _team;
    private Exception? _fault;
    private EvaluationScope? _evaluation;
    private TrainingWeights? _trainingWeights;
    private Action<TRule, int>? _schedules;
    private bool _freezes;
    private volatile bool _isDisposed;

    internal Optimizer(ParameterStorage storage, OptimizerOptions options)
    {
        _team = options.Team ?? WorkerTeam.Default;
        var target = options.Target ?? KernelTargets.Selected;
        if (!KernelTargets.IsSupported(target))
        {
            throw new ArgumentException(
                $"Target is {target}, which this processor does not run natively; " +
                $"supported here: {string.Join(", ", KernelTargets.Supported)}.", nameof(options));
        }

        if (target == KernelTarget.StrictScalar && storage.ComputeSize == sizeof(float) &&
            TRule.Schema.FloatMode != FloatMode.Strict)
        {
            throw new ArgumentException(
                $"Target is {target}, which {TRule.Schema.Name} has for parameters of double only; choose another " +
                $"target in the options or in {KernelTargets.EnvironmentVariable}.", nameof(options));
        }

        _phases = new RulePhases(TRule.Schema);
        (_storage, _squares) = (storage, new GradientSquares(storage, []));
        // Lays the set out, which the states follow.
        _ = storage.Values;
        _states = new RuleStates(TRule.Schema.States, storage, StateFormats.Choose(TRule.Schema, storage, options));
        _unstepped = new UnsteppedStates(_states);
        try
        {
            if (options.MasterCopy)
                _master = MakeMasterCopy();
            var kernels = new KernelRunner<TRule>(storage, _states, _master, target, options, _team.ThreadCount);
            _step = new OptimizerStep<TRule>(_groups, _phases, storage, kernels, NextStream, _team, target);
        }
        catch
        {
            _master?.Dispose();
            _states.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override ExclusiveAccess Access => _storage.Access;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterGroup<TRule>> Groups => _groups;

    /// <inheritdoc/>
    public override RuleSchema Schema => TRule.Schema;

    /// <inheritdoc/>
    public override string RuleName => typeof(TRule).FullName ?? TRule.Schema.Name;

    /// <inheritdoc/>
    public override long StateByteCount => Enumerable.Range(0, _states.Count).Sum(state => (long)_states.ByteCountOf(state));

    /// <inheritdoc/>
    public override StepReport Step(StepOptions options = default)
    {
        ThrowIfDisposed();
        using var operation = Access.Begin("a step");
        ThrowIfDisposed();
        ThrowIfFaulted();
        ThrowIfEvaluating("the next step");
        ThrowIfCountIsFull(options);
        _team.CheckFloatingPointMode();
        // Commits the memory, which can fail, while nothing has begun.
        _ = _storage.Gradients;
        var report = LookAtGradients(options);
        try
        {
            if (report.IsSkipped)
            {
                if (options.ZeroGradients)
                    _step.ZeroGradients();
                SkippedStepCount++;
            }
            else
            {
                Step(report.GradientScale, options.ZeroGradients);
            }
        }
        catch (Exception exception)
        {
            _fault = exception;
            throw;
        }

        return report;
    }

    /// <inheritdoc/>
    public override void CheckBetweenSteps()
    {
        ThrowIfDisposed();
        ThrowIfFaulted();
        ThrowIfEvaluating("the optimizer is saved or restored");
    }

    /// <inheritdoc/>
    public override void ReloadMasterCopy()
    {
        ThrowIfDisposed();
        if (_master is null)
            return;
        using var operation = Access.Begin("reloading the master copy");
        foreach (var group in _groups)
        {
            foreach (var parameter in group.Parameters)
                _master.Load(parameter);
        }
    }

    /// <inheritdoc/>
    public override void ReloadParameters()
    {
        ThrowIfDisposed();
        ThrowIfEvaluating("parameters can be reloaded");
        ReloadMasterCopy();
        using var operation = Access.Begin("reloading parameters");
        foreach (var group in _groups)
        {
            foreach (var parameter in group.Parameters)
            {
                foreach (var state in _states.StartingFromValues(group.States))
                    _states.StartFromValues(parameter, state);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Access.WhenFree(Release);
    }

    /// <summary>Counts the optimizer among those of its set: what none of them steps is frozen from then on.</summary>
    internal void BeginFreezing()
    {
        _storage.CountOptimizer(1);
        _freezes = true;
    }

    private void Release()
    {
        RestoreTrainingWeights();
        _trainingWeights?.Dispose();
        _step.Dispose();
        _master?.Dispose();
        _states.Dispose();
        foreach (var group in _groups)
        {
            foreach (var parameter in group.Parameters)
                parameter.Group = null;
        }

        _storage.CountOptimizer(_freezes ? -1 : 0);
    }

    private protected override ElementStream StateStream(ParameterGroup group, string key)
    {
        ThrowIfDisposed();
        // Values are those to evaluate with in the meantime.
        if (_evaluation is null)
            _unstepped.Follow();
        return _states[_states.IndexOf(key, group.States)];
    }

    private protected override ElementStream? MasterCopyStream
    {
        get
        {
            ThrowIfDisposed();
            return _master?.Stream;
        }
    }

    private int NextStream => RuleStates.FirstStream + _states.Count;

    private MasterCopy MakeMasterCopy()
    {
        if (_storage.Format is null)
        {
            throw new ArgumentException(
                "MasterCopy is set for parameters that are stored as kernels take them; it is for sets of Half and BFloat16.",
                "options");
        }

        return new MasterCopy(_storage, NextStream);
    }

    // Takes the norm, where it is asked for, and decides.
    private StepReport LookAtGradients(StepOptions options)
    {
        if (options.MaximumNorm is null && !options.SkipNonFinite)
            return new StepReport { GradientNorm = double.NaN, GradientScale = options.GradientScale };

        var squares = _squares.Sum(_team, out var notFinite);
        if (notFinite is not null && !options.SkipNonFinite)
            NormClipping.ThrowNotFinite(notFinite);
        return new StepReport
        {
            IsSkipped = notFinite is not null,
            NonFiniteParameter = notFinite?.Name,
            GradientNorm = squares.Norm(options.GradientScale).ToDouble(),
            GradientScale = notFinite is null && options.MaximumNorm is { } maximum
                ? NormClipping.Scale(squares, maximum, options.GradientScale)
                : options.GradientScale,
        };
    }

    private void Step(double gradientScale, bool zeroGradients)
    {
        var step = StepCount + 1;
        for (var i = 0; i < _groups.Count; i++)
            _groups[i].RunSchedules(step);
        // By a schedule, say.
        ThrowIfDisposed();
        _unstepped.Follow();
        _step.Run(gradientScale, zeroGradients);
        _unstepped.Clear();
        for (var i = 0; i < _groups.Count; i++)
            _groups[i].CountStep();
        StepCount = step;
    }

    private void ThrowIfCountIsFull(StepOptions options)
    {
        for (var i = 0; i < _groups.Count; i++)
        {
            if (_groups[i].GreatestStepCount == int.MaxValue)
                Throw(Invariant($"A parameter of group {i} has"));
        }

        if (StepCount == int.MaxValue || (options.SkipNonFinite && SkippedStepCount == int.MaxValue))
            Throw("The optimizer has");

        static void Throw(string subject) => throw new InvalidOperationException(
            $"{subject} taken {int.MaxValue} steps, the greatest number that can be counted. Make a new optimizer to go on.");
    }

    private void ThrowIfFaulted()
    {
        if (_fault is not null)
        {
            throw new InvalidOperationException(
                Invariant($"The optimizer is faulted: an exception interrupted step {StepCount + 1}. {_fault.Message}"), _fault);
        }
    }

    private void ThrowIfEvaluating(string before)
    {
        if (_evaluation is not null)
        {
            throw new InvalidOperationException(
                $"Weights to evaluate with are in use. Dispose what UseEvaluationWeights returned before {before}.");
        }
    }

    private void ThrowIfDisposed()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(Optimizer));
        _storage.ThrowIfDisposed();
    }
}
