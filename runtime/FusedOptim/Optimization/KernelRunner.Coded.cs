using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <content>Operands in formats.</content>
internal sealed unsafe partial class KernelRunner
{
    // Long enough that a call costs nothing beside it.
    private const int CodedLength = 4 * BlockLength;

    private void RunCoded(
        in Segment segment, nint start, nint count, in KernelPass pass, int worker, ReadOnlySpan<nint> summands)
    {
        // A block of sums is one call.
        var whole = summands.IsEmpty || count % StorageFormat.BlockLength == 0
            ? count / StorageFormat.BlockLength * StorageFormat.BlockLength
            : 0;
        if (!_mayTakeStates || _codedStates[pass.Phase].Access is not { } access)
            whole = 0;
        else if (whole > 0)
            RunInRegisters(access, segment, start, whole, pass, worker, summands);
        if (whole < count)
            RunDecoded(segment, start + whole, count - whole, pass, worker, summands);
    }

    private void RunInRegisters(
        RegisterAccess access, in Segment segment, nint start, nint count, in KernelPass pass, int worker,
        ReadOnlySpan<nint> summands)
    {
        var group = segment.Group!;
        var states = segment.States!;
        var step = group.StepOf(segment.Cohort, pass.Phase);
        for (nint done = 0; done < count; done += CodedLength)
        {
            var length = (int)Math.Min(CodedLength, count - done);
            var index = start + done;
            var block = _decoded!.Of(worker, segment.FirstState + index, length);
            var addresses = block.States;
            for (var state = 0; state < addresses.Length; state++)
                addresses[state] = states.Addresses[state] + block.First * sizeof(float);
            foreach (var state in _codedStates[pass.Phase].Touched)
            {
                var noise = Noise(pass, DecodedBlock.FirstState + state, step).From(segment.First + index);
                addresses[state] = block.Hand(state, states[state], noise);
            }

            var values = (float*)segment.Values + index;
            var call = new KernelSegment<float>(
                pass.Evaluates ? (float*)states.TrainingWeightsAddress + block.First : values, (float*)segment.Gradients + index,
                addresses, 0, length, group.UniformsOf(segment.Cohort, pass.Phase))
            {
                FirstElement = FirstElement(segment, index, summands),
                Step = step,
                GradientScale = pass.GradientScale,
                ZeroGradients = pass.ZeroGradients,
                Summands = summands,
                SumsInRegisters = SumsInRegisters,
                EvaluationWeights = pass.Evaluates ? (nint)values : 0,
            };
            access.Run(group.Rule, pass.Phase, _target, call);
        }
    }

    private void RunDecoded(
        in Segment segment, nint start, nint count, in KernelPass pass, int worker, ReadOnlySpan<nint> summands)
    {
        var group = segment.Group!;
        var step = group.StepOf(segment.Cohort, pass.Phase);
        var isUpdate = _schema.Phases[pass.Phase].Kind == PhaseKind.Update;
        for (nint done = 0; done < count; done += BlockLength)
        {
            var index = start + done;
            var length = (int)Math.Min(BlockLength, count - done);
            var whole = ElementStream.WholeBlocks(length);
            // Memory of the caller ends with the tensor; the states of what comes behind it are as in memory of the set.
            var isStaged = _storage.Format is not null || isUpdate && length != whole;
            var block = _decoded!.Of(worker, segment.FirstState + index, whole);
            var parameter = ParameterOf(segment, block, pass, index, isStaged);
            var gradient = isStaged && !pass.Evaluates
                ? block.Decode(DecodedBlock.Gradient, GradientsOf(segment), index)
                : segment.Gradients - segment.FirstState * sizeof(float);
            var values = segment.Values - segment.FirstState * sizeof(float);
            var call = new KernelSegment<float>(
                (float*)parameter, (float*)gradient, StatesOf(segment, block, pass.Phase), block.First,
                isUpdate ? whole : length, group.UniformsOf(segment.Cohort, pass.Phase))
            {
                FirstElement = FirstElement(segment, index, summands),
                Step = step,
                GradientScale = pass.GradientScale,
                ZeroGradients = pass.ZeroGradients && !isStaged,
                Summands = summands,
                SumsInRegisters = SumsInRegisters,
                EvaluationWeights = !pass.Evaluates ? 0 : _storage.Format is null ? values : block.Evaluation,
            };
            if (_mayTakeStates)
                group.Rule.RunCoded<DecodedStates>(pass.Phase, _target, call);
            else
                group.Rule.Run(pass.Phase, _target, call);
            EncodeStates(segment, block, pass, step, index);
            if (pass.Evaluates)
                EncodeEvaluation(segment, block, index);
            else if (isUpdate && isStaged)
                EncodeValues(segment, block, pass, step, index);
            if (pass.ZeroGradients && isStaged)
                GradientsOf(segment).Clear(index, length, _storage.ElementSize);
        }
    }

    private TensorMemory ValuesOf(in Segment segment) => new(segment.Values, segment.Count, _storage.Format);

    private TensorMemory GradientsOf(in Segment segment) => new(segment.Gradients, segment.Count, _storage.Format);

    private nint ParameterOf(in Segment segment, in DecodedBlock block, in KernelPass pass, nint index, bool isStaged)
    {
        var states = segment.States!;
        if (pass.Evaluates)
        {
            var saved = states.TrainingWeightsAddress + segment.FirstState * _storage.ElementSize;
            return _hasMaster ? states.MasterAddress
                : _storage.Format is null ? states.TrainingWeightsAddress
                : block.Decode(DecodedBlock.Parameter, new TensorMemory(saved, segment.Count, _storage.Format), index);
        }

        return _hasMaster ? states.MasterAddress
            : isStaged ? block.Decode(DecodedBlock.Parameter, ValuesOf(segment), index)
            : segment.Values - segment.FirstState * sizeof(float);
    }

    private ReadOnlySpan<nint> StatesOf(in Segment segment, in DecodedBlock block, int phase)
    {
        var states = segment.States!;
        var addresses = block.States;
        states.Addresses.CopyTo(addresses);
        var coded = _codedStates[phase];
        foreach (var state in coded.Touched)
            addresses[state] = block.AddressOf(DecodedBlock.FirstState + state);
        foreach (var state in coded.Read)
        {
            if (segment.Group!.UsesState(state))
                block.Decode(DecodedBlock.FirstState + state, states[state]);
        }

        return addresses;
    }

    private void EncodeStates(in Segment segment, in DecodedBlock block, in KernelPass pass, int step, nint index)
    {
        foreach (var state in _codedStates[pass.Phase].Written)
        {
            if (!segment.Group!.UsesState(state))
                continue;
            var noise = Noise(pass, DecodedBlock.FirstState + state, step).From(segment.First + index);
            block.Encode(DecodedBlock.FirstState + state, segment.States![state], noise);
        }
    }

    private void EncodeEvaluation(in Segment segment, in DecodedBlock block, nint index)
    {
        if (_storage.Format is not null)
            ValuesOf(segment).Write(index, block.ValuesOf(DecodedBlock.EvaluationOf(_schema.States.Count)), noise: default);
    }

    private void EncodeValues(in Segment segment, in DecodedBlock block, in KernelPass pass, int step, nint index)
    {
        var noise = Noise(pass, DecodedBlock.Parameter, step).From(segment.First + index);
        ReadOnlySpan<float> values = _hasMaster
            ? new ReadOnlySpan<float>((float*)segment.States!.MasterAddress + block.First, block.Length)
            : block.ValuesOf(DecodedBlock.Parameter);
        ValuesOf(segment).Write(index, values, noise, _valueEncoder);
    }

    // Phases that write one operand in one step have noise of their own.
    private RoundingNoise Noise(in KernelPass pass, int operand, int step) =>
        new(_seed, pass.Phase << 16 | operand, step);
}
