using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// Calls the kernels of a rule on elements of the slabs: directly where all operands are as kernels take them; otherwise
/// block by block, decoding what a phase reads into memory of the worker, which stays in the first-level cache, and
/// encoding what it wrote.
/// </summary>
internal sealed unsafe class KernelRunner : IDisposable
{
    private const int BlockLength = BlockReduction.Length;

    // Long enough that a call costs nothing beside it.
    private const int CodedLength = 4 * BlockLength;

    private readonly RuleSchema _schema;
    private readonly ParameterStorage _storage;
    private readonly RuleStates _states;
    private readonly MasterCopy? _master;
    private readonly KernelTarget _target;
    private readonly ulong _seed;
    private readonly StorageFormat? _valueEncoder;
    private readonly DecodedOperands? _decoded;
    private readonly CodedStates[] _codedStates;
    private readonly bool _mayTakeStates;

    /// <summary>The kernels of a rule over the parameters of a set.</summary>
    /// <param name="schema">The rule.</param>
    /// <param name="storage">The memory of the set.</param>
    /// <param name="states">The states of the rule.</param>
    /// <param name="master">The values in single precision, if the set has them in a narrower format and steps update
    /// the copy.</param>
    /// <param name="target">The code that kernels run as.</param>
    /// <param name="options">How states and values are rounded.</param>
    /// <param name="threadCount">The number of threads.</param>
    public KernelRunner(
        RuleSchema schema, ParameterStorage storage, RuleStates states, MasterCopy? master, KernelTarget target,
        OptimizerOptions options, int threadCount)
    {
        _schema = schema;
        (_storage, _states, _master, _target, _seed) = (storage, states, master, target, options.Seed);
        if (storage.Format is not null)
            _valueEncoder = master is null ? storage.FormatWith(options.ParameterRounding) : storage.Format;
        if (storage.Format is not null || states.AnyHasFormat)
            _decoded = new DecodedOperands(states.Count, threadCount);
        _codedStates = [.. _schema.Phases.Select(phase => new CodedStates(phase, _schema.States, states))];
        _mayTakeStates = storage.Format is null && target is KernelTarget.Vector256 or KernelTarget.Vector512;
    }

    /// <summary>Whether a measuring phase leaves the sums of blocks in its buffers of summands.</summary>
    public bool SumsInRegisters => _target == KernelTarget.Vector512;

    /// <summary>How many whole blocks a measuring phase takes at once, where it sums alone.</summary>
    public int SummedBlocks => SumsInRegisters && _decoded is null ? BlockLength : 1;

    /// <summary>Runs a phase over elements of one range.</summary>
    /// <param name="group">The group of the elements.</param>
    /// <param name="cohort">The index of their cohort.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="first">The index of the first element in the slabs; it starts a block.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="firstOfTensor">The index of the first element in its tensor, or in the slabs where segments span
    /// tensors.</param>
    /// <param name="worker">The worker that calls.</param>
    /// <param name="summands">The addresses of the buffers of a measuring phase, for the summands of one block, or for the sums of
    /// <see cref="SummedBlocks"/>, in double.</param>
    public void Run(
        ParameterGroup group, int cohort, in KernelPass pass, nint first, nint count, nint firstOfTensor, int worker,
        ReadOnlySpan<nint> summands = default)
    {
        if (_mayTakeStates && _codedStates[pass.Phase].Access is { } access && count % StorageFormat.BlockLength == 0)
            RunCoded(access, group, cohort, pass, first, count, firstOfTensor, worker, summands);
        else if (_decoded is not null)
            RunDecoded(group, cohort, pass, first, count, firstOfTensor, worker, summands);
        else if (_storage.ComputeSize == sizeof(float))
            group.Rule.Run(pass.Phase, _target, Segment<float>(group, cohort, pass, first, count, firstOfTensor, summands));
        else
            group.Rule.Run(pass.Phase, _target, Segment<double>(group, cohort, pass, first, count, firstOfTensor, summands));
    }

    public void Dispose() => _decoded?.Dispose();

    private KernelSegment<T> Segment<T>(
        ParameterGroup group, int cohort, in KernelPass pass, nint first, nint count, nint firstOfTensor,
        ReadOnlySpan<nint> summands)
        where T : unmanaged =>
        new((T*)(pass.TrainingWeights?.Address ?? _storage.Values), (T*)_storage.Gradients, _states.Addresses,
            first, count, group.UniformsOf(cohort, pass.Phase))
        {
            FirstElement = firstOfTensor,
            Step = group.StepOf(cohort, pass.Phase),
            GradientScale = pass.GradientScale,
            ZeroGradients = pass.ZeroGradients,
            Summands = summands,
            SumsInRegisters = SumsInRegisters,
            EvaluationWeights = pass.Evaluates ? _storage.Values : 0,
        };

    private void RunCoded(
        RegisterAccess access, ParameterGroup group, int cohort, in KernelPass pass, nint first, nint count,
        nint firstOfTensor, int worker, ReadOnlySpan<nint> summands)
    {
        var step = group.StepOf(cohort, pass.Phase);
        for (nint start = 0; start < count; start += CodedLength)
        {
            var length = (int)Math.Min(CodedLength, count - start);
            var block = _decoded!.Of(worker, first + start, length);
            var addresses = block.States;
            for (var state = 0; state < addresses.Length; state++)
                addresses[state] = _states.Addresses[state] + block.First * sizeof(float);
            foreach (var state in _codedStates[pass.Phase].Touched)
                addresses[state] = block.Hand(state, _states[state], Noise(pass, DecodedBlock.FirstState + state, step));
            var parameter = pass.TrainingWeights?.Address ?? _storage.Values;
            var segment = new KernelSegment<float>(
                (float*)parameter + block.First, (float*)_storage.Gradients + block.First, addresses, 0, length,
                group.UniformsOf(cohort, pass.Phase))
            {
                FirstElement = firstOfTensor + start,
                Step = step,
                GradientScale = pass.GradientScale,
                ZeroGradients = pass.ZeroGradients,
                Summands = summands,
                SumsInRegisters = SumsInRegisters,
                EvaluationWeights = pass.Evaluates ? _storage.Values + block.First * sizeof(float) : 0,
            };
            access.Run(group.Rule, pass.Phase, _target, segment);
        }
    }

    private void RunDecoded(
        ParameterGroup group, int cohort, in KernelPass pass, nint first, nint count, nint firstOfTensor, int worker,
        ReadOnlySpan<nint> summands)
    {
        var step = group.StepOf(cohort, pass.Phase);
        for (nint start = 0; start < count; start += BlockLength)
        {
            var length = (int)Math.Min(BlockLength, count - start);
            var block = _decoded!.Of(worker, first + start, ElementStream.WholeBlocks(length));
            var segment = new KernelSegment<float>(
                (float*)Parameter(block, pass), (float*)Gradient(block, pass), StatesOf(group, block, pass.Phase),
                block.First, length, group.UniformsOf(cohort, pass.Phase))
            {
                FirstElement = firstOfTensor + start,
                Step = step,
                GradientScale = pass.GradientScale,
                ZeroGradients = pass.ZeroGradients && _storage.Format is null,
                Summands = summands,
                SumsInRegisters = SumsInRegisters,
                EvaluationWeights = !pass.Evaluates ? 0 : _storage.Format is null ? _storage.Values : block.Evaluation,
            };
            if (_mayTakeStates)
                group.Rule.RunCoded<DecodedStates>(pass.Phase, _target, segment);
            else
                group.Rule.Run(pass.Phase, _target, segment);
            Encode(group, block, pass, step);
        }
    }

    private nint Parameter(in DecodedBlock block, in KernelPass pass)
    {
        if (_master is not null)
            return _master.Address;
        var values = _storage.ValueStream;
        if (pass.TrainingWeights is { } trainingWeights)
            values = values with { Slab = trainingWeights };
        return values.Format is null ? values.Slab.Address : block.Decode(DecodedBlock.Parameter, values);
    }

    private nint Gradient(in DecodedBlock block, in KernelPass pass) =>
        _storage.Format is null || pass.Evaluates
            ? _storage.Gradients
            : block.Decode(DecodedBlock.Gradient, _storage.GradientStream);

    private ReadOnlySpan<nint> StatesOf(ParameterGroup group, in DecodedBlock block, int phase)
    {
        var addresses = block.States;
        _states.Addresses.CopyTo(addresses);
        foreach (var state in _codedStates[phase].Touched)
            addresses[state] = block.AddressOf(DecodedBlock.FirstState + state);
        foreach (var state in _codedStates[phase].Read)
        {
            if (group.UsesState(state))
                block.Decode(DecodedBlock.FirstState + state, _states[state]);
        }

        return addresses;
    }

    private void Encode(ParameterGroup group, in DecodedBlock block, in KernelPass pass, int step)
    {
        foreach (var state in _codedStates[pass.Phase].Written)
        {
            if (group.UsesState(state))
                block.Encode(DecodedBlock.FirstState + state, _states[state], Noise(pass, DecodedBlock.FirstState + state, step));
        }

        if (_storage.Format is null)
            return;
        if (pass.Evaluates)
        {
            block.Encode(DecodedBlock.EvaluationOf(_states.Count), _storage.ValueStream, default);
            return;
        }

        if (_schema.Phases[pass.Phase].Kind == PhaseKind.Update)
        {
            var values = _storage.ValueStream with { Format = _valueEncoder };
            var noise = Noise(pass, DecodedBlock.Parameter, step);
            if (_master is null)
                block.Encode(DecodedBlock.Parameter, values, noise);
            else
                values.Write(block.First, new Span<float>((float*)_master.Address + block.First, block.Length), noise);
        }

        if (pass.ZeroGradients)
            _storage.ClearGradients(block.First, block.Length);
    }

    // Phases that write one operand in one step have noise of their own.
    private RoundingNoise Noise(in KernelPass pass, int operand, int step) =>
        new(_seed, pass.Phase << 16 | operand, step);
}
