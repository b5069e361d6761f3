using System.Runtime.CompilerServices;
using FusedOptim.Formats;
using FusedOptim.Groups;

namespace FusedOptim;

/// <content>The states of parameters, and the copies that follow their values.</content>
public sealed partial class Optimizer
{
    /// <summary>
    /// A state of a parameter, row by row, or one of its rows or columns, in their order; writing changes it. Once the optimizer or the set is disposed, the span is safe to
    /// touch and has no meaning. For states that are stored as kernels take them; see <see cref="ReadState"/> for others.
    /// </summary>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="key">The key of the state, such as "exp_avg".</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, or its variant of the rule has no
    /// such state.</exception>
    /// <exception cref="InvalidOperationException">The state is stored in another format than the parameter.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public Span<T> GetState<T>(Parameter<T> parameter, string key)
        where T : unmanaged
    {
        var state = StateOf(parameter, key);
        if (state.Elements.Format is not null || parameter.Storage.Format is not null)
        {
            throw new InvalidOperationException(
                $"The state '{key}' is stored as {state.Elements.Format?.Name ?? "float"}, the values of '{parameter.Name}' as " +
                $"{parameter.Storage.Format?.Name ?? "float"}; use {nameof(ReadState)} and {nameof(WriteState)}.");
        }

        return state.Elements.Slab.Span<T>(state.First * Unsafe.SizeOf<T>(), (int)state.Count);
    }

    /// <summary>Copies a state of a parameter, row by row, decoded if it is stored in a format.</summary>
    /// <param name="parameter">A parameter that this optimizer steps, not of <see langword="double"/>.</param>
    /// <param name="key">The key of the state.</param>
    /// <param name="destination">Receives as many values as the state has (<see cref="GetStateShape"/>).</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, its variant of the rule has no such
    /// state, the parameter is of <see langword="double"/>, or <paramref name="destination"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public void ReadState(Parameter parameter, string key, Span<float> destination)
    {
        var state = SinglePrecisionState(parameter, key, destination.Length);
        Span<float> values = stackalloc float[StorageFormat.BlockLength];
        foreach (var block in state.Blocks)
        {
            state.Elements.Read(block.Index, values);
            values[..block.Length].CopyTo(destination[(int)block.Element..]);
        }
    }

    /// <summary>Sets a state of a parameter, encoded if it is stored in a format.</summary>
    /// <param name="parameter">A parameter that this optimizer steps, not of <see langword="double"/>.</param>
    /// <param name="key">The key of the state.</param>
    /// <param name="source">As many values as the state has (<see cref="GetStateShape"/>), row by row.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, its variant of the rule has no such
    /// state, the parameter is of <see langword="double"/>, or <paramref name="source"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    /// <remarks>What <see cref="ReadState"/> gave is not always restored to the bit: the values of a block decide about
    /// its scale.</remarks>
    public void WriteState(Parameter parameter, string key, ReadOnlySpan<float> source)
    {
        var state = SinglePrecisionState(parameter, key, source.Length);
        Span<float> values = stackalloc float[StorageFormat.BlockLength];
        foreach (var block in state.Blocks)
        {
            values.Clear();
            source.Slice((int)block.Element, block.Length).CopyTo(values);
            state.Elements.Write(block.Index, values, noise: default);
        }
    }

    /// <summary>The bytes of all states and element-wise inputs together: what the optimizer needs besides parameters and gradients.</summary>
    /// <remarks>Memory of states that a group's variant does not use is counted, though the system never commits it.</remarks>
    public long StateByteCount => _groups.SelectMany(group => group.Parameters)
        .Select(parameter => parameter.States).OfType<StateMemory>().Distinct().Sum(states => states.ByteCount);

    /// <summary>
    /// Takes over the values of the parameters into the master copy, where there is one
    /// (<see cref="OptimizerOptions.MasterCopy"/>): after values were set by hand.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public void ReloadMasterCopy()
    {
        ThrowIfDisposed();
        if (!_options.MasterCopy)
            return;
        using var operation = Access.Begin("reloading the master copy");
        foreach (var parameter in ResolveWithStates())
            parameter.States!.LoadMaster(parameter);
    }

    /// <summary>
    /// Takes over the values of the parameters after they were set by hand: into the master copy, where there is one, and into
    /// the states that start from the value of the parameter, such as averaged weights. Without it, these go on from what they
    /// were.
    /// </summary>
    /// <exception cref="InvalidOperationException">Weights to evaluate with are in use, or another operation on the set is
    /// under way.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    /// <remarks>Not needed before the first step of a parameter: these states follow its values until then.</remarks>
    public void ReloadParameters()
    {
        ThrowIfDisposed();
        ThrowIfEvaluating("parameters can be reloaded");
        using var operation = Access.Begin("reloading parameters");
        foreach (var parameter in ResolveWithStates())
        {
            var states = parameter.States!;
            states.LoadMaster(parameter);
            states.Decay?.Forget();
            foreach (var state in states.StartingFromValues(parameter.Membership!.Group.States))
                states.StartFromValues(parameter, state);
        }
    }

    /// <summary>
    /// Applies to all rows of tables with compact gradients the weight decay of the steps that they have missed, where their rules catch up
    /// (<see cref="WeightDecayAttribute.CatchUp"/>): before the values are read as a whole, as to evaluate or to save a model. Later steps go on from
    /// there, and so do values that are set with <see cref="ReloadParameters"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The optimizer is faulted, weights to evaluate with are in use, or another operation on the set is
    /// under way.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public void CatchUpDecay()
    {
        CheckBetweenSteps();
        using var operation = Access.Begin("catching up decay");
        foreach (var parameter in ResolveWithStates())
            parameter.States!.Decay?.CatchUp(parameter);
    }

    /// <summary>Gets a scalar of a parameter, or of the model, as the parameter's group has it.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="key">The key of the scalar.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, or the rule has no such scalar.
    /// </exception>
    public double GetScalar(Parameter parameter, string key) => GroupOf(parameter).Scalars[parameter.Membership!.Cohort, key];

    /// <summary>Whether this optimizer steps a parameter; it does not if the parameter is frozen or another's.</summary>
    /// <param name="parameter">The parameter.</param>
    public bool IsStepped(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Owner is { IsStepped: true } && Has(parameter);
    }

    /// <summary>Gets the number of steps that a parameter has taken: fewer than the optimizer where it was unfrozen late.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <exception cref="ArgumentException">The optimizer does not step it.</exception>
    public int GetStepCount(Parameter parameter) => GroupOf(parameter).StepCountOf(parameter);

    private StateRange SinglePrecisionState(Parameter parameter, string key, int length)
    {
        var state = StateOf(parameter, key);
        if (parameter.Storage.ComputeSize != sizeof(float))
        {
            throw new ArgumentException(
                $"'{parameter.Name}' is of double; use {nameof(GetState)} for its states.", nameof(parameter));
        }

        return length == state.Count
            ? state
            : throw new ArgumentException(
                Invariant($"There are {length} values for the state '{key}' {GetStateShape(parameter, key)} of '{parameter.Name}', ") +
                Invariant($"which has {state.Count}."), nameof(length));
    }

    private StateRange StateOf(Parameter parameter, string key)
    {
        ThrowIfDisposed();
        var group = GroupOf(parameter);
        if (parameter.States is not { } states)
        {
            throw new ArgumentException(
                $"'{parameter.Name}' is frozen, and its states were dropped.", nameof(parameter));
        }

        // Values are those to evaluate with in the meantime.
        if (_evaluation is null)
            _unstepped.Follow();
        return states.RangeOf(parameter, states.IndexOf(key, group.States));
    }

    // Whether the parameter is in a group of this optimizer.
    private bool Has(Parameter parameter) =>
        parameter.Membership is { } member && _prepared.Contains(member.Group);

    private Parameter[] ResolveWithStates()
    {
        Parameter[] parameters =
            [.. _groups.SelectMany(group => group.Parameters).Where(parameter => parameter.States is not null)];
        _storage.Resolve(parameters);
        return parameters;
    }

    private PreparedGroup GroupOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Has(parameter)
            ? parameter.Membership!.Group
            : throw new ArgumentException($"'{parameter.Name}' is not stepped by this optimizer.", nameof(parameter));
    }
}
