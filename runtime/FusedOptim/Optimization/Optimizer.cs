using FusedOptim.Clipping;
using FusedOptim.Execution;
using FusedOptim.Groups;
using FusedOptim.Instruments;
using FusedOptim.Kernels;
using FusedOptim.Stepping;

namespace FusedOptim;

/// <summary>Steps the parameters of a set by one rule or several. Made by <c>Optimizer.Create</c>; not for several threads at once.</summary>
/// <remarks>Dispose the optimizer to give the memory of its states back at once, and its parameters to another optimizer. An
/// optimizer that is forgotten together with its set is collected.</remarks>
public sealed partial class Optimizer : IDisposable
{
    private readonly List<ParameterGroup> _groups = [];
    private readonly List<PreparedGroup> _prepared = [];
    private readonly List<SteppedRule> _rules = [];
    private readonly ParameterStorage _storage;
    private readonly OptimizerOptions _options;
    private readonly KernelTarget _target;
    private readonly WorkerTeam _team;
    private readonly OptimizerStep _step;
    private readonly GradientSquares _squares;
    private readonly UnsteppedStates _unstepped = new();
    private Exception? _fault;
    private bool _freezes;
    private volatile bool _isDisposed;

    private Optimizer(ParameterStorage storage, OptimizerOptions options)
    {
        _team = options.Team ?? WorkerTeam.Default;
        _target = options.Target ?? KernelTargets.Selected;
        if (!KernelTargets.IsSupported(_target))
        {
            throw new ArgumentException(
                $"Target is {_target}, which this process does not support: {UnsupportedTarget.Explain(_target)} " +
                $"Supported targets: {string.Join(", ", KernelTargets.Supported)}.", nameof(options));
        }

        if (options.MasterCopy && storage.Format is null)
        {
            throw new ArgumentException(
                "MasterCopy is set for parameters that are stored as kernels take them; it is for sets of Half and BFloat16.",
                nameof(options));
        }

        (_storage, _options) = (storage, options);
        // Lays the set out, which the states follow.
        _ = storage.Values;
        _step = new OptimizerStep(storage, _prepared, _rules, _team, _target);
        _squares = new GradientSquares(storage, _step.Tensors);
    }

    /// <summary>Admits one operation at a time to the memory of the set that the optimizer steps: a step, saving, loading.
    /// </summary>
    public ExclusiveAccess Access => _storage.Access;

    /// <summary>How many steps the optimizer has taken.</summary>
    public int StepCount { get; private set; }

    /// <summary>How many steps were skipped because of gradients that are not finite; <see cref="StepCount"/> is without
    /// them.</summary>
    public int SkippedStepCount { get; private set; }

    /// <summary>The groups, in the order in which they were made.</summary>
    public IReadOnlyList<ParameterGroup> Groups => _groups;

    /// <summary>
    /// Steps all groups: runs their schedules, then updates parameters and states from the gradients. Steps of few elements
    /// run on the calling thread, others on the whole team; the bits are the same.
    /// </summary>
    /// <param name="options">The scale of the gradients, their greatest norm, what to do where they are not finite, and
    /// whether they are zeroed.</param>
    /// <returns>What the step did: whether it was skipped, the norm of the gradients, their scale.</returns>
    /// <exception cref="InvalidOperationException">An exception interrupted a step that had begun to write: the optimizer is
    /// faulted. Or
    /// weights to evaluate with are in use (<see cref="UseEvaluationWeights"/>), another operation on the set is under way
    /// (<see cref="ExclusiveAccess"/>), a parameter has taken <see cref="int.MaxValue"/> steps, a thread flushes denormal
    /// numbers to zero or does not round to nearest, an input of a rule was not given (<see cref="GetInput{T}"/>,
    /// <see cref="SetInput(string, double)"/>), or gradients are to be clipped and one is NaN or infinite, without
    /// <see cref="StepOptions.SkipNonFinite"/>; nothing is written then.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer, its set or its team is disposed, possibly by a schedule of
    /// this step; nothing is written.</exception>
    /// <remarks>
    /// <para>The gradients of a step are those of the parameters that the optimizer steps: their norm, their check for NaN and
    /// infinity, and their zeroing span these parameters and no others. A frozen parameter, or one of another optimizer
    /// over the same set, has no part in them: every optimizer zeroes its own gradients. Weight decay and moments of a
    /// stepped parameter act even where its gradient is zero because nothing was written to it.</para>
    /// <para>A parameter that takes no step (it is frozen, or has no gradient) needs no input.</para>
    /// <para>The norm, and whether gradients are finite, is known after one pass that reads the gradients and writes
    /// nothing. Scale, clipping, update, averaged weights and zeroing are one pass then.</para>
    /// <para>A thread that is interrupted (<see cref="Thread.Interrupt"/>) during a step completes the step; its next wait
    /// throws the interruption.</para>
    /// <para>An exception out of a schedule or of a rule's preparation leaves everything as it was, in every group: parameters,
    /// gradients, states, scalars and hyperparameters. Where a rule writes states while it measures, and had begun to, the
    /// exception faults the optimizer, as one out of a kernel does.</para>
    /// <para>Sums and maxima over the model span the parameters of all groups. A rule is prepared once for each tensor
    /// where a sum, a maximum, a scalar or an input is the tensor's own; otherwise once for the parameters of a group that have
    /// taken equally many steps. Each group keeps the model's scalars for itself, because it has hyperparameters of its
    /// own: groups that agree in them and in their steps agree in the scalars. Where a group is prepared several times
    /// in a step, each call starts from the model's scalars of the last step, and what the call for the group's first
    /// parameter leaves is kept.</para>
    /// </remarks>
    public StepReport Step(StepOptions options = default)
    {
        ThrowIfDisposed();
        using var operation = Access.Begin("a step");
        var start = StepInstruments.Start();
        ThrowIfDisposed();
        ThrowIfFaulted();
        ThrowIfEvaluating("the next step");
        ThrowIfCountIsFull(options);
        _team.CheckFloatingPointEnvironment();
        _step.Begin();
        CheckInputs();
        var report = LookAtGradients(options);
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

        UseInputsUp();
        StepInstruments.Record(start, in report);
        return report;
    }

    /// <summary>Releases the states: at once, or when the operation that uses them has ended (<see cref="Access"/>). The
    /// parameters can be given to another optimizer then.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Access.WhenFree(Release);
    }

    private void Release()
    {
        RestoreTrainingWeights();
        _step.Dispose();
        foreach (var parameter in _groups.SelectMany(group => group.Parameters))
        {
            parameter.States?.Remove(parameter);
            parameter.Owner = null;
        }

        _storage.CountOptimizer(_freezes ? -1 : 0);
    }

    // Takes the norm, where it is asked for, and decides.
    private StepReport LookAtGradients(StepOptions options)
    {
        if (options.MaximumNorm is null && !options.SkipNonFinite)
            return new StepReport { GradientNorm = double.NaN, GradientScale = options.GradientScale };

        _step.ListTensors();
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
        try
        {
            for (var i = 0; i < _groups.Count; i++)
                _groups[i].RunSchedules(step);
            // By a schedule, say.
            ThrowIfDisposed();
            _unstepped.Follow();
            _step.Run(gradientScale, zeroGradients);
        }
        catch (Exception exception)
        {
            if (_step.HasWritten || !TryTakeBack())
                _fault = exception;
            throw;
        }

        for (var i = 0; i < _prepared.Count; i++)
            _prepared[i].CountStep();
        _unstepped.RemoveStarted();
        StepCount = step;
    }

    // Schedules change hyperparameters before anything is written.
    private bool TryTakeBack()
    {
        try
        {
            for (var i = 0; i < _groups.Count; i++)
                _groups[i].UndoSchedules(StepCount + 1);
            return true;
        }
        catch (Exception)
        {
            // A rule that was written by hand refuses a value that it had. The exception of the step says more.
            return false;
        }
    }

    private void ThrowIfCountIsFull(StepOptions options)
    {
        for (var i = 0; i < _prepared.Count; i++)
        {
            if (_prepared[i].GreatestStepCount == int.MaxValue)
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
