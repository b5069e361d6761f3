using FusedOptim.CompilerServices;
using FusedOptim.Formats;
using FusedOptim.Groups;
using FusedOptim.Schema;

namespace FusedOptim.Kernels;

/// <content>Operands in formats.</content>
internal sealed unsafe partial class KernelRunner
{
    // Long enough that a call costs nothing beside it.
    private const int CodedLength = 4 * BlockLength;

    private void RunInFormats(
        in Segment segment, nint start, nint count, in PhaseCall call, int worker, ReadOnlySpan<nint> summands)
    {
        // A block of sums is one call.
        var whole = summands.IsEmpty || count % StorageFormat.BlockLength == 0
            ? count / StorageFormat.BlockLength * StorageFormat.BlockLength
            : 0;
        if (!_mayDecodeInRegisters || _usesView || _stateFormats[call.Phase].Access is not { } access)
            whole = 0;
        else if (whole > 0)
            RunInRegisters(access, segment, start, whole, call, worker, summands);
        if (whole < count)
        {
            RunDecoded(
                segment, new StatePlace(Membership.Of(segment).FirstState), start + whole, count - whole, call, worker, summands);
        }
    }

    private void RunInRegisters(
        InRegisterCodec access, in Segment segment, nint start, nint count, in PhaseCall call, int worker,
        ReadOnlySpan<nint> summands)
    {
        var member = Membership.Of(segment);
        var (group, states) = (member.Group, member.States!);
        var step = group.StepOf(member.Cohort, call.Phase);
        for (nint done = 0; done < count; done += CodedLength)
        {
            var length = (int)Math.Min(CodedLength, count - done);
            var index = start + done;
            var block = _scratch!.Of(worker, member.FirstState + index, length);
            var addresses = block.States;
            for (var state = 0; state < addresses.Length; state++)
                addresses[state] = states.Addresses[state] + block.First * sizeof(float);
            foreach (var state in _stateFormats[call.Phase].Touched)
            {
                var noise = Noise(call, ScratchBlock.FirstState + state, step).From(segment.First + index);
                addresses[state] = block.Hand(state, states[state], noise);
            }

            var values = (float*)segment.Values + index;
            var operands = new KernelSegment<float>(
                call.Evaluates ? (float*)states.TrainingWeightsAddress + block.First : values, (float*)segment.Gradients + index,
                addresses, 0, length, group.ConstantsOf(member.Cohort, call.Constants), in call.Kernel)
            {
                FirstElement = FirstElement(group, segment, index, summands),
                Step = step,
                Summands = summands,
                EvaluationWeights = call.Evaluates ? (nint)values : 0,
            };
            access.Run(group.Rule, call.Phase, _target, operands);
        }
    }

    private void RunDecoded(
        in Segment segment, in StatePlace place, nint start, nint count, in PhaseCall call, int worker, ReadOnlySpan<nint> summands)
    {
        var member = Membership.Of(segment);
        var group = member.Group;
        var step = group.StepOf(member.Cohort, call.Phase);
        var isUpdate = _schema.Phases[call.Phase].Kind == PhaseKind.Update;
        for (nint done = 0; done < count; done += BlockLength)
        {
            var index = start + done;
            var length = (int)Math.Min(BlockLength, count - done);
            var whole = (int)ElementStream.WholeBlocks(length);
            // Memory of the caller ends with the tensor; the states of what comes behind it are as in memory of the set.
            var isWhole = isUpdate && !place.IsRow;
            var isStaged = _storage.Format is not null || isWhole && length != whole;
            var block = _scratch!.Of(worker, place.First + index, whole);
            var parameter = ParameterOf(segment, place, block, call, index, isStaged);
            var gradient = isStaged && !call.Evaluates
                ? block.Decode(ScratchBlock.Gradient, GradientsOf(segment), index)
                : segment.Gradients - place.First * sizeof(float);
            var values = segment.Values - place.First * sizeof(float);
            var kernel = call.Kernel with { ZeroGradients = call.Kernel.ZeroGradients && !isStaged };
            var evaluation = _storage.Format is null ? values : block.Evaluation;
            var states = StatesOf(segment, place, block, call.Phase);
            if (_usesView)
                Expand<float>(member.Matrix!, call.Phase, index, whole, block);
            var operands = new KernelSegment<float>(
                (float*)parameter + block.First, (float*)gradient + block.First, states, block.First,
                isWhole ? whole : length, group.ConstantsOf(member.Cohort, call.Constants), in kernel)
            {
                FirstElement = FirstElement(group, segment, index, summands),
                Step = step,
                Summands = summands,
                EvaluationWeights = call.Evaluates ? evaluation + block.First * sizeof(float) : 0,
            };
            if (_mayDecodeInRegisters)
                group.Rule.RunWithStates<PrefetchingFloatStates>(call.Phase, _target, operands);
            else
                group.Rule.Run(call.Phase, _target, operands);
            EncodeStates(segment, block, call, step, index, place.IsRow ? length : whole);
            if (call.Evaluates)
                EncodeEvaluation(segment, block, index);
            else if (isUpdate && isStaged)
                EncodeValues(segment, place, block, call, step, index);
            if (call.Kernel.ZeroGradients && isStaged)
                GradientsOf(segment).Clear(index, length, _storage.ElementSize);
        }
    }

    private TensorMemory ValuesOf(in Segment segment) => new(segment.Values, segment.Count, _storage.Format);

    private TensorMemory GradientsOf(in Segment segment) => new(segment.Gradients, segment.Count, _storage.Format);

    private nint ParameterOf(
        in Segment segment, in StatePlace place, in ScratchBlock block, in PhaseCall call, nint index, bool isStaged)
    {
        var member = Membership.Of(segment);
        var states = member.States!;
        if (call.Evaluates)
        {
            var saved = states.TrainingWeightsAddress + (place.First + place.Shift) * _storage.ElementSize;
            return _hasMaster ? states.MasterAddress + place.Shift * sizeof(float)
                : _storage.Format is null ? states.TrainingWeightsAddress + place.Shift * sizeof(float)
                : block.Decode(ScratchBlock.Parameter, new TensorMemory(saved, segment.Count, _storage.Format), index);
        }

        return _hasMaster ? states.MasterAddress + place.Shift * sizeof(float)
            : isStaged ? block.Decode(ScratchBlock.Parameter, ValuesOf(segment), index)
            : segment.Values - place.First * sizeof(float);
    }

    private ReadOnlySpan<nint> StatesOf(in Segment segment, in StatePlace place, in ScratchBlock block, int phase)
    {
        var member = Membership.Of(segment);
        var states = member.States!;
        var addresses = block.States;
        states.Addresses.CopyTo(addresses);
        if (place.Shift != 0)
        {
            for (var state = 0; state < states.Addresses.Length; state++)
                addresses[state] += place.Shift * sizeof(float);
        }

        var coded = _stateFormats[phase];
        foreach (var state in coded.Touched)
            addresses[state] = block.AddressOf(ScratchBlock.FirstState + state);
        foreach (var state in coded.Read)
        {
            if (member.Group.UsesState(state))
                block.Decode(ScratchBlock.FirstState + state, states[state]);
        }

        return addresses;
    }

    private void EncodeStates(in Segment segment, in ScratchBlock block, in PhaseCall call, int step, nint index, int length)
    {
        var member = Membership.Of(segment);
        foreach (var state in _stateFormats[call.Phase].Written)
        {
            if (!member.Group.UsesState(state))
                continue;
            var noise = Noise(call, ScratchBlock.FirstState + state, step).From(segment.First + index);
            // What is behind a row decides nothing about the scale of a block.
            block.ValuesOf(ScratchBlock.FirstState + state)[length..].Clear();
            block.Encode(ScratchBlock.FirstState + state, member.States![state], noise);
        }
    }

    private void EncodeEvaluation(in Segment segment, in ScratchBlock block, nint index)
    {
        if (_storage.Format is not null)
            ValuesOf(segment).Write(index, block.ValuesOf(ScratchBlock.EvaluationOf(block.States.Length)), noise: default);
    }

    private void EncodeValues(in Segment segment, in StatePlace place, in ScratchBlock block, in PhaseCall call, int step, nint index)
    {
        var member = Membership.Of(segment);
        var noise = Noise(call, ScratchBlock.Parameter, step).From(segment.First + index);
        ReadOnlySpan<float> values = block.ValuesOf(ScratchBlock.Parameter);
        if (_hasMaster && place.IsRow)
        {
            // Whole blocks are encoded, and those of the master copy may reach into other rows.
            var length = (int)nint.Min(block.Length, segment.Count - index);
            new ReadOnlySpan<float>((float*)member.States!.MasterAddress + place.Shift + block.First, length)
                .CopyTo(block.ValuesOf(ScratchBlock.Parameter));
        }
        else if (_hasMaster)
            values = new ReadOnlySpan<float>((float*)member.States!.MasterAddress + block.First, block.Length);
        ValuesOf(segment).Write(index, values, noise, _valueEncoder);
    }

    // Phases that write one operand in one step have noise of their own.
    private RoundingNoise Noise(in PhaseCall call, int operand, int step) =>
        new(_seed, call.Phase << 16 | operand, step);
}
