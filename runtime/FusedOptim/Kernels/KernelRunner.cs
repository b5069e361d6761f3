using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Groups;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Kernels;

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
    private readonly BlockScratch? _scratch;
    private readonly PhaseStateFormats[] _stateFormats;
    private readonly bool _mayDecodeInRegisters;

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
            _scratch = new BlockScratch(formats.Count, threadCount);
        _stateFormats = [.. schema.Phases.Select(phase => new PhaseStateFormats(phase, schema.States, formats))];
        _mayDecodeInRegisters = storage.Format is null && target is KernelTarget.Vector256 or KernelTarget.Vector512;
    }

    /// <summary>Whether a measuring phase leaves the sums of blocks in its buffers of summands.</summary>
    public bool SumsInRegisters => _target == KernelTarget.Vector512;

    /// <summary>How many whole blocks a measuring phase takes at once, where it sums alone.</summary>
    public int SummedBlocks => SumsInRegisters && _scratch is null ? BlockLength : 1;

    /// <summary>Runs a phase over elements of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="start">The index of the first element in the segment; it starts a block of formats.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="call">The phase.</param>
    /// <param name="worker">The worker that calls.</param>
    /// <param name="summands">The addresses of the buffers of a measuring phase, for the summands of one block, or for the sums of
    /// <see cref="SummedBlocks"/>, in double.</param>
    public void Run(
        in Segment segment, nint start, nint count, in PhaseCall call, int worker, ReadOnlySpan<nint> summands = default)
    {
        var member = Membership.Of(segment);
        if (_scratch is not null)
            RunInFormats(segment, start, count, call, worker, summands);
        else if (_storage.ComputeSize == sizeof(float))
            member.Group.Rule.Run(call.Phase, _target, Call<float>(segment, start, count, call, summands));
        else
            member.Group.Rule.Run(call.Phase, _target, Call<double>(segment, start, count, call, summands));
    }

    public void Dispose() => _scratch?.Dispose();

    private KernelSegment<T> Call<T>(
        in Segment segment, nint start, nint count, in PhaseCall call, ReadOnlySpan<nint> summands)
        where T : unmanaged
    {
        var member = Membership.Of(segment);
        var (group, states) = (member.Group, member.States!);
        // Operands have one index, that of the states.
        var first = member.FirstState;
        var values = (T*)segment.Values - first;
        return new KernelSegment<T>(
            call.Evaluates ? (T*)states.TrainingWeightsAddress : values, (T*)segment.Gradients - first, states.Addresses,
            first + start, count, group.ConstantsOf(member.Cohort, call.Phase))
        {
            FirstElement = FirstElement(segment, start, summands),
            Step = group.StepOf(member.Cohort, call.Phase),
            GradientScale = call.GradientScale,
            ZeroGradients = call.ZeroGradients,
            Summands = summands,
            SumsInRegisters = SumsInRegisters,
            EvaluationWeights = call.Evaluates ? (nint)values : 0,
        };
    }

    // From the start of the tensor, where a call has elements of one tensor alone.
    private static nint FirstElement(in Segment segment, nint start, ReadOnlySpan<nint> summands) =>
        Membership.Of(segment).Group.IsPerTensor || !summands.IsEmpty ? start : segment.First + start;
}
