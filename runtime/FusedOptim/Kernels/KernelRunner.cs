using System.Runtime.CompilerServices;
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
    private readonly bool _takesFloats;
    private readonly bool _hasFormats;
    private readonly bool _usesView;

    /// <summary>The kernels of a rule over the parameters of a set.</summary>
    /// <param name="schema">The rule.</param>
    /// <param name="formats">How its states are stored, and then its element-wise inputs.</param>
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
            _hasFormats = true;
        _usesView = schema.UsesView;
        if (_hasFormats || _usesView)
            _scratch = new BlockScratch(formats.Count + schema.Values.Count, threadCount);
        _stateFormats = [.. schema.Phases.Select(phase => new PhaseStateFormats(phase, schema.States, formats))];
        _takesFloats = _scratch is null && storage.ComputeSize == sizeof(float);
        _mayDecodeInRegisters = storage.Format is null && target is KernelTarget.Vector256 or KernelTarget.Vector512;
    }

    /// <summary>Whether a measuring phase leaves the sums of blocks in its buffers of summands.</summary>
    public bool SumsInRegisters => _target == KernelTarget.Vector512 && !_usesView;

    /// <summary>Whether kernels can add up what rows and columns have.</summary>
    public bool MayAccumulate => _target == KernelTarget.Vector512;

    /// <summary>The number of whole blocks that a measuring phase takes at once, where it sums alone.</summary>
    public int SummedBlocks => SumsInRegisters && _scratch is null ? BlockLength : 1;

    /// <summary>Runs a phase over elements of a segment.</summary>
    /// <param name="place">The segment.</param>
    /// <param name="start">The index of the first element in the segment; it starts a block of formats.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="call">The phase.</param>
    /// <param name="worker">The worker that calls.</param>
    /// <param name="summands">The addresses of the buffers of a measuring phase, for the summands of one block, or for the sums of
    /// <see cref="SummedBlocks"/>, in double.</param>
    public void Run(
        in SegmentPlace place, nint start, nint count, in PhaseCall call, int worker, ReadOnlySpan<nint> summands = default)
    {
        if (_takesFloats)
            place.Group.Rule.Run(call.Phase, _target, Call<float>(place, start, count, call, summands));
        else
            RunOtherwise(place, start, count, call, worker, summands);
    }

    public void Dispose() => _scratch?.Dispose();

    // Apart, so that the usual case does not write what it does not need.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunOtherwise(
        in SegmentPlace place, nint start, nint count, in PhaseCall call, int worker, ReadOnlySpan<nint> summands)
    {
        if (_usesView && _schema.Phases[call.Phase].Over != Over.Element)
        {
            if (_storage.ComputeSize == sizeof(float))
                RunEntries<float>(place, start, count, call, worker, summands);
            else
                RunEntries<double>(place, start, count, call, worker, summands);
        }
        else if (_hasFormats && summands.IsEmpty && AreApart(place))
            RunRowsInFormats(place, start, count, call, worker);
        else if (_hasFormats)
            RunInFormats(place.Segment, start, count, call, worker, summands);
        else if (_usesView && _storage.ComputeSize == sizeof(float))
            RunBesideValues<float>(place, start, count, call, worker, summands);
        else if (_usesView)
            RunBesideValues<double>(place, start, count, call, worker, summands);
        else
            place.Group.Rule.Run(call.Phase, _target, Call<double>(place, start, count, call, summands));
    }

    // What a segment has is written to memory for each call. Its stores queue behind those of the kernel before: with few of them,
    // the next kernel starts while that one ends.
    private static KernelSegment<T> Call<T>(
        in SegmentPlace place, nint start, nint count, in PhaseCall call, ReadOnlySpan<nint> summands)
        where T : unmanaged
    {
        ref readonly var segment = ref place.Segment;
        var group = place.Group;
        var offset = place.FirstState + start;
        var values = (T*)segment.Values + start;
        var gradients = (T*)segment.Gradients + start;
        var constants = group.ConstantsOf(place.Cohort, call.Constants);
        var step = group.StepOf(place.Cohort, call.Phase);
        var firstElement = FirstElement(group, segment, start, summands);
        if (!call.Evaluates && summands.IsEmpty)
        {
            return new KernelSegment<T>(values, gradients, place.States, offset, count, constants, in call.Kernel)
            {
                FirstElement = firstElement,
                Step = step,
            };
        }

        return new KernelSegment<T>(
            call.Evaluates ? (T*)Membership.Of(segment).States!.TrainingWeightsAddress + offset : values, gradients, place.States,
            offset, count,
            constants, in call.Kernel)
        {
            FirstElement = firstElement,
            Step = step,
            Summands = summands,
            EvaluationWeights = call.Evaluates ? (nint)values : 0,
        };
    }

    // From the start of the tensor, where a call has elements of one tensor alone.
    private static nint FirstElement(PreparedGroup group, in Segment segment, nint start, ReadOnlySpan<nint> summands) =>
        group.IsPerTensor || !summands.IsEmpty ? start : segment.First + start;
}
