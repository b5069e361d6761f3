using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Groups;
using FusedOptim.Matrices;

namespace FusedOptim.Kernels;

/// <content>Phases over rows and columns, and phases over elements beside values of rows and columns.</content>
internal sealed unsafe partial class KernelRunner
{
    /// <summary>Runs a phase over elements block by block, with the values of their rows and columns in memory of the worker.</summary>
    private void RunBesideValues<T>(
        in SegmentPlace place, nint start, nint count, in PhaseCall call, int worker, ReadOnlySpan<nint> summands)
        where T : unmanaged
    {
        ref readonly var segment = ref place.Segment;
        var group = place.Group;
        var member = Membership.Of(segment);
        for (nint done = 0; done < count; done += BlockLength)
        {
            var index = start + done;
            var length = (int)Math.Min(BlockLength, count - done);
            var block = _scratch!.Of(worker, place.FirstState + index, length);
            var addresses = block.States;
            place.States.CopyTo(addresses);
            Expand<T>(member.Matrix!, call.Phase, index, length, block);
            var values = (T*)segment.Values + index;
            var operands = new KernelSegment<T>(
                call.Evaluates ? (T*)member.States!.TrainingWeightsAddress + block.First : values, (T*)segment.Gradients + index,
                addresses, block.First, length, group.ConstantsOf(place.Cohort, call.Constants), in call.Kernel)
            {
                FirstElement = index,
                Step = group.StepOf(place.Cohort, call.Phase),
                Summands = summands,
                EvaluationWeights = call.Evaluates ? (nint)values : 0,
            };
            Run(group.Rule, call.Phase, operands);
        }
    }

    /// <summary>Runs a phase over a block of rows or columns.</summary>
    private void RunEntries<T>(
        in SegmentPlace place, nint start, nint count, in PhaseCall call, int worker, ReadOnlySpan<nint> summands)
        where T : unmanaged
    {
        var group = place.Group;
        var matrix = Membership.Of(place.Segment).Matrix!;
        var block = _scratch!.Of(worker, start, (int)count);
        matrix.Operands.CopyTo(block.States);
        Expand<T>(matrix, call.Phase, start, (int)count, block);
        var operands = new KernelSegment<T>(
            null, null, block.States, start, count, group.ConstantsOf(place.Cohort, call.Constants), in call.Kernel)
        {
            FirstElement = start,
            Step = group.StepOf(place.Cohort, call.Phase),
            Summands = summands,
        };
        Run(group.Rule, call.Phase, operands);
    }

    private void Run<T>(IUpdateRule rule, int phase, in KernelSegment<T> segment)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float) && _target is KernelTarget.Vector256 or KernelTarget.Vector512)
            rule.RunWithStates<PrefetchingFloatStates>(phase, _target, KernelSegment<float>.Of(segment));
        else if (typeof(T) == typeof(float))
            rule.Run(phase, _target, KernelSegment<float>.Of(segment));
        else
            rule.Run(phase, _target, KernelSegment<double>.Of(segment));
    }

    /// <summary>Gives a block the values of rows, columns and matrices that its entries have.</summary>
    private static void Expand<T>(MatrixMemory matrix, int phase, nint first, int length, in ScratchBlock block)
        where T : unmanaged =>
        matrix.Expand<T>(phase, first, length, block.MemoryOf(0), ScratchBlock.Stride, block.States, block.First);
}
