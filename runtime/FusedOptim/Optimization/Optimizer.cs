using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>Steps the parameters of a set by a rule. Made by <c>Optimizer.Create</c>; not for several threads at once.</summary>
/// <remarks>Dispose the optimizer to give the memory of its states back at once, and its parameters to another optimizer. An
/// optimizer that is forgotten together with its set is collected.</remarks>
public abstract partial class Optimizer : IDisposable
{
    private protected Optimizer()
    {
    }

    /// <summary>Admits one operation at a time to the memory of the set that the optimizer steps: a step, saving, loading.
    /// </summary>
    public abstract ExclusiveAccess Access { get; }

    /// <summary>How many steps the optimizer has taken.</summary>
    public int StepCount { get; private protected set; }

    /// <summary>The groups, in the order in which they were made.</summary>
    public abstract IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>How many steps were skipped because of gradients that are not finite; <see cref="StepCount"/> is without
    /// them.</summary>
    public int SkippedStepCount { get; private protected set; }

    /// <summary>Hyperparameters, states and phases of the rule.</summary>
    public abstract RuleSchema Schema { get; }

    /// <summary>An optimizer that steps all parameters of a set by one rule.</summary>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <typeparam name="T"><see langword="float"/>, <see langword="double"/>, <see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
    /// <param name="parameters">The set, which is laid out by this: no parameter can be added afterwards.</param>
    /// <param name="rule">The rule with its hyperparameters; the optimizer keeps a copy.</param>
    /// <param name="options">Threads and target, if not the usual ones.</param>
    /// <exception cref="ArgumentException">The set has no parameter, a parameter has an optimizer already, or the target does
    /// not run here.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public static Optimizer<TRule> Create<TRule, T>(
        ParameterSet<T> parameters, TRule rule, OptimizerOptions? options = null)
        where TRule : class, IUpdateRule<TRule>
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Create(parameters, _ => rule, options);
    }

    /// <summary>An optimizer that steps each parameter of a set by a rule of its own.</summary>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <typeparam name="T"><see langword="float"/>, <see langword="double"/>, <see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
    /// <param name="parameters">The set, which is laid out by this: no parameter can be added afterwards.</param>
    /// <param name="select">The rule of a parameter; <see langword="null"/> freezes it (<see cref="Parameter.IsFrozen"/>), unless
    /// another optimizer of the set steps it. Parameters whose rules are equal form
    /// one group, which keeps a copy; groups stand in the order in which their rules appear. Where all are frozen, steps do
    /// nothing until a group is added (<see cref="Optimizer{TRule}.AddGroup"/>).</param>
    /// <param name="options">Threads and target, if not the usual ones.</param>
    /// <exception cref="ArgumentException">The set has no parameter, a parameter has an optimizer already, or the target does
    /// not run here.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public static Optimizer<TRule> Create<TRule, T>(
        ParameterSet<T> parameters, Func<Parameter<T>, TRule?> select, OptimizerOptions? options = null)
        where TRule : class, IUpdateRule<TRule>
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(select);
        parameters.Storage.ThrowIfDisposed();
        if (parameters.Count == 0)
            throw new ArgumentException("The set has no parameters; add them before the optimizer is made.", nameof(parameters));

        // OrderedDictionary keeps the order in which rules appear.
        var groups = new OrderedDictionary<TRule, List<Parameter>>();
        foreach (var parameter in parameters)
        {
            if (select(parameter) is not { } rule)
                continue;
            if (!groups.TryGetValue(rule, out var members))
                groups.Add(rule, members = []);
            members.Add(parameter);
        }

        var optimizer = new Optimizer<TRule>(parameters.Storage, options ?? new OptimizerOptions());
        try
        {
            foreach (var (rule, members) in groups)
                optimizer.Form(rule, [.. members]);
            optimizer.BeginFreezing();
            return optimizer;
        }
        catch
        {
            optimizer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Steps all groups: runs their schedules, then updates parameters and states from the gradients. Steps of few elements
    /// run on the calling thread, others on the whole team; the bits are the same.
    /// </summary>
    /// <param name="options">The scale of the gradients, their greatest norm, what to do where they are not finite, and
    /// whether they are zeroed.</param>
    /// <returns>What the step did: whether it was skipped, the norm of the gradients, their scale.</returns>
    /// <exception cref="InvalidOperationException">An exception interrupted a step before: the optimizer is faulted. Or
    /// weights to evaluate with are in use (<see cref="UseEvaluationWeights"/>), another operation on the set is under way
    /// (<see cref="ExclusiveAccess"/>), a parameter has taken <see cref="int.MaxValue"/> steps, a thread flushes denormal
    /// numbers to zero or does not round to nearest, or gradients are to be clipped and one is NaN or infinite, without
    /// <see cref="StepOptions.SkipNonFinite"/>; nothing is written then.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer, its set or its team is disposed, possibly by a schedule of
    /// this step; nothing is written.</exception>
    /// <remarks>
    /// <para>The gradients of a step are those of the parameters that the optimizer steps: their norm, their check for NaN and
    /// infinity, and their zeroing span these parameters and no others. A frozen parameter, or one of another optimizer
    /// over the same set, has no part in them: every optimizer zeroes its own gradients. Weight decay and moments of a
    /// stepped parameter act even where its gradient is zero because nothing was written to it.</para>
    /// <para>The norm, and whether gradients are finite, is known after one pass that reads the gradients and writes
    /// nothing. Scale, clipping, update, averaged weights and zeroing are one pass then.</para>
    /// <para>A thread that is interrupted (<see cref="Thread.Interrupt"/>) during a step completes the step; its next wait
    /// throws the interruption.</para>
    /// <para>An exception out of a schedule or of the rule's preparation leaves parameters and gradients as they were,
    /// and faults the optimizer, because hyperparameters may be half set. States are as they were too, unless the rule
    /// measures and had begun to.</para>
    /// <para>Sums and maxima over the model span the parameters of all groups. A rule is prepared once for each tensor
    /// where a sum, a maximum or a scalar is the tensor's own; otherwise once for the parameters of a group that have
    /// taken equally many steps. Each group keeps the model's scalars for itself, because it has hyperparameters of its
    /// own: groups that agree in them and in their steps agree in the scalars. Where a group is prepared several times
    /// in a step, each call starts from the model's scalars of the last step, and what the call for the group's first
    /// parameter leaves is kept.</para>
    /// </remarks>
    public abstract StepReport Step(StepOptions options = default);

    /// <summary>
    /// Puts the weights to evaluate with in the place of the training weights, until what this returns is disposed:
    /// <see cref="Parameter{T}.Values"/> has them in the meantime, at the same addresses. The training weights are back
    /// afterwards, bit for bit; what was written over the others in the meantime is lost. A rule without a phase for
    /// evaluating evaluates with its training weights: nothing is copied then.
    /// </summary>
    /// <returns>What ends the evaluation when it is disposed; disposing the optimizer does too.</returns>
    /// <exception cref="InvalidOperationException">The optimizer is faulted, weights to evaluate with are in use
    /// already, or a thread flushes denormal numbers to zero or does not round to nearest.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer, its set or its team is disposed.</exception>
    /// <exception cref="OutOfMemoryException">There is no memory for a copy of the training weights, which the first
    /// use allocates.</exception>
    /// <remarks>In the meantime <see cref="Step"/> throws. Other parameters of the set stay as they are.</remarks>
    public abstract IDisposable UseEvaluationWeights();

    /// <summary>
    /// A state of a parameter, row by row; writing changes it. Once the optimizer or the set is disposed, the span is safe to
    /// touch and has no meaning. For states that are stored as kernels take them; see <see cref="ReadState"/> for others.
    /// </summary>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="key">The key of the state, such as "exp_avg".</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, or its variant of the rule has no
    /// such state.</exception>
    /// <exception cref="InvalidOperationException">The state is stored in another format than the parameter.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public Span<T> State<T>(Parameter<T> parameter, string key)
        where T : unmanaged
    {
        var state = StateStream(GroupOf(parameter), key);
        if (state.Format is not null || parameter.Storage.Format is not null)
        {
            throw new InvalidOperationException(
                $"The state '{key}' is stored as {state.Format?.Name ?? "float"}, the values of '{parameter.Name}' as " +
                $"{parameter.Storage.Format?.Name ?? "float"}; use {nameof(ReadState)} and {nameof(WriteState)}.");
        }

        return parameter.Elements(state.Slab);
    }

    /// <summary>Copies a state of a parameter, row by row, decoded if it is stored in a format.</summary>
    /// <param name="parameter">A parameter that this optimizer steps, not of <see langword="double"/>.</param>
    /// <param name="key">The key of the state.</param>
    /// <param name="destination">Receives as many values as the parameter has.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, its variant of the rule has no such
    /// state, the parameter is of <see langword="double"/>, or <paramref name="destination"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public void ReadState(Parameter parameter, string key, Span<float> destination)
    {
        var state = SinglePrecisionState(parameter, key, destination.Length);
        Span<float> block = stackalloc float[StorageFormat.BlockLength];
        for (var start = 0; start < destination.Length; start += block.Length)
        {
            state.Read(parameter.Offset + start, block);
            var rest = destination[start..];
            block[..Math.Min(rest.Length, block.Length)].CopyTo(rest);
        }
    }

    /// <summary>Sets a state of a parameter, encoded if it is stored in a format.</summary>
    /// <param name="parameter">A parameter that this optimizer steps, not of <see langword="double"/>.</param>
    /// <param name="key">The key of the state.</param>
    /// <param name="source">As many values as the parameter has, row by row.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, its variant of the rule has no such
    /// state, the parameter is of <see langword="double"/>, or <paramref name="source"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    /// <remarks>What <see cref="ReadState"/> gave is not always restored to the bit: the values of a block decide about
    /// its scale.</remarks>
    public void WriteState(Parameter parameter, string key, ReadOnlySpan<float> source)
    {
        var state = SinglePrecisionState(parameter, key, source.Length);
        Span<float> block = stackalloc float[StorageFormat.BlockLength];
        for (var start = 0; start < source.Length; start += block.Length)
        {
            block.Clear();
            source.Slice(start, Math.Min(source.Length - start, block.Length)).CopyTo(block);
            state.Write(parameter.Offset + start, block, noise: default);
        }
    }

    /// <summary>The bytes of all states together: what the optimizer needs besides parameters and gradients.</summary>
    /// <remarks>Memory of states that a group's variant does not use is counted, though the system never commits it.</remarks>
    public abstract long StateByteCount { get; }

    /// <summary>
    /// Takes over the values of the parameters into the master copy, where there is one
    /// (<see cref="OptimizerOptions.MasterCopy"/>): after values were set by hand.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public abstract void ReloadMasterCopy();

    /// <summary>
    /// Takes over the values of the parameters after they were set by hand: into the master copy, where there is one, and into
    /// the states that start from the value of the parameter, such as averaged weights. Without it, these go on from what they
    /// were.
    /// </summary>
    /// <exception cref="InvalidOperationException">Weights to evaluate with are in use, or another operation on the set is
    /// under way.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    /// <remarks>Not needed before the first step of a parameter: these states follow its values until then.</remarks>
    public abstract void ReloadParameters();

    /// <summary>A scalar of a parameter, or of the model, as the parameter's group has it.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="key">The key of the scalar.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, or the rule has no such scalar.
    /// </exception>
    public double Scalar(Parameter parameter, string key) => GroupOf(parameter).Scalars[parameter.Cohort, key];

    /// <summary>Whether this optimizer steps a parameter; it does not if the parameter is frozen or another's.</summary>
    /// <param name="parameter">The parameter.</param>
    public bool IsStepped(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Group?.Optimizer == this;
    }

    /// <summary>How many steps a parameter has taken: fewer than the optimizer where it was unfrozen late.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <exception cref="ArgumentException">The optimizer does not step it.</exception>
    public int StepsTaken(Parameter parameter) => GroupOf(parameter).CohortSteps[parameter.Cohort];

    /// <summary>Releases the states: at once, or when the operation that uses them has ended (<see cref="Access"/>). The
    /// parameters can be given to another optimizer then.</summary>
    public abstract void Dispose();

    /// <summary>Puts the training weights back, if it is the evaluation of now that ends.</summary>
    internal abstract void EndEvaluation(EvaluationScope? scope);

    private protected abstract ElementStream StateStream(ParameterGroup group, string key);

    private ElementStream SinglePrecisionState(Parameter parameter, string key, int length)
    {
        var state = StateStream(GroupOf(parameter), key);
        if (parameter.Storage.ComputeSize != sizeof(float))
        {
            throw new ArgumentException(
                $"'{parameter.Name}' is of double; use {nameof(State)} for its states.", nameof(parameter));
        }

        return length == parameter.Count
            ? state
            : throw new ArgumentException(
                Invariant($"There are {length} values for a state of '{parameter.Name}' {parameter.Shape}, which has ") +
                $"{parameter.Count}.", nameof(length));
    }

    private ParameterGroup GroupOf(Parameter parameter)
    {
        return IsStepped(parameter)
            ? parameter.Group!
            : throw new ArgumentException($"'{parameter.Name}' is not stepped by this optimizer.", nameof(parameter));
    }
}
