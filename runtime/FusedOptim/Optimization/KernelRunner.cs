using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// Calls the kernels of a rule on elements of a segment: directly where all operands are as kernels take them; otherwise
/// block by block, decoding what a phase reads into memory of the worker, which stays in the first-level cache, and
/// encoding what it wrote.
/// </summary>
internal sealed unsafe partial class KernelRunner : IDisposable
{
    private const int BlockLength = BlockReduction.Length;

    private readonly RuleSchema _schema;
    private readonly ParameterStorage _storage;
    private readonly bool _hasMaster;
    private readonly KernelTarget _target;
    private readonly ulong _seed;
    private readonly StorageFormat? _valueEncoder;
    private readonly DecodedOperands? _decoded;
    private readonly CodedStates[] _codedStates;
    private readonly bool _mayTakeStates;

    /// <summary>The kernels of a rule over the parameters of a set.</summary>
    /// <param name="schema">The rule.</param>
    /// <param name="formats">How its states are stored.</param>
    /// <param name="storage">The memory of the set.</param>
    /// <param name="target">The code that kernels run as.</param>
    /// <param name="options">How values are rounded, and whether there is a master copy of them.</param>
    /// <param name="threadCount">The number of threads.</param>
    public KernelRunner(
        RuleSchema schema, IReadOnlyList<StorageFormat?> formats, ParameterStorage storage, KernelTarget target,
        OptimizerOptions options, int threadCount)
    {
        (_schema, _storage, _hasMaster, _target, _seed) = (schema, storage, options.MasterCopy, target, options.Seed);
        if (storage.Format is not null)
            _valueEncoder = _hasMaster ? storage.Format : storage.FormatWith(options.ParameterRounding);
        if (storage.Format is not null || formats.Any(format => format is not null))
            _decoded = new DecodedOperands(formats.Count, threadCount);
        _codedStates = [.. schema.Phases.Select(phase => new CodedStates(phase, schema.States, formats))];
        _mayTakeStates = storage.Format is null && target is KernelTarget.Vector256 or KernelTarget.Vector512;
    }

    /// <summary>Whether a measuring phase leaves the sums of blocks in its buffers of summands.</summary>
    public bool SumsInRegisters => _target == KernelTarget.Vector512;

    /// <summary>How many whole blocks a measuring phase takes at once, where it sums alone.</summary>
    public int SummedBlocks => SumsInRegisters && _decoded is null ? BlockLength : 1;

    /// <summary>Runs a phase over elements of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="start">The index of the first element in the segment; it starts a block of formats.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="pass">The phase.</param>
    /// <param name="worker">The worker that calls.</param>
    /// <param name="summands">The addresses of the buffers of a measuring phase, for the summands of one block, or for the sums of
    /// <see cref="SummedBlocks"/>, in double.</param>
    public void Run(
        in Segment segment, nint start, nint count, in KernelPass pass, int worker, ReadOnlySpan<nint> summands = default)
    {
        if (_decoded is not null)
            RunCoded(segment, start, count, pass, worker, summands);
        else if (_storage.ComputeSize == sizeof(float))
            segment.Group!.Rule.Run(pass.Phase, _target, Call<float>(segment, start, count, pass, summands));
        else
            segment.Group!.Rule.Run(pass.Phase, _target, Call<double>(segment, start, count, pass, summands));
    }

    public void Dispose() => _decoded?.Dispose();

    private KernelSegment<T> Call<T>(
        in Segment segment, nint start, nint count, in KernelPass pass, ReadOnlySpan<nint> summands)
        where T : unmanaged
    {
        var group = segment.Group!;
        var states = segment.States!;
        // Operands have one index, that of the states.
        var first = segment.FirstState;
        var values = (T*)segment.Values - first;
        return new KernelSegment<T>(
            pass.Evaluates ? (T*)states.TrainingWeightsAddress : values, (T*)segment.Gradients - first, states.Addresses,
            first + start, count, group.UniformsOf(segment.Cohort, pass.Phase))
        {
            FirstElement = FirstElement(segment, start, summands),
            Step = group.StepOf(segment.Cohort, pass.Phase),
            GradientScale = pass.GradientScale,
            ZeroGradients = pass.ZeroGradients,
            Summands = summands,
            SumsInRegisters = SumsInRegisters,
            EvaluationWeights = pass.Evaluates ? (nint)values : 0,
        };
    }

    // From the start of the tensor, where a call has elements of one tensor alone.
    private static nint FirstElement(in Segment segment, nint start, ReadOnlySpan<nint> summands) =>
        segment.Group!.IsPerTensor || !summands.IsEmpty ? start : segment.First + start;
}
