using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Functions;
using FusedOptim.LinearAlgebra;
using FusedOptim.Memory;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>
/// A gated recurrent unit in one precision. The products with the inputs, and those that give the derivatives of weights, are one for
/// all positions. Between them, threads share the examples: each goes through the positions of its own. Where there are too few
/// examples for that, threads share the product of each position.
/// </summary>
internal sealed class GruLayer<T> : ParallelLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Of fewer rows, a product takes longer for each.
    private const int LeastExamplesOfThread = 4;

    private readonly WorkerTeam _team;
    private readonly MatrixProduct<T> _product;
    private readonly MatrixProduct<T>[] _productsOfThreads;
    private readonly GruShape _shape;
    // Rows of examples, and of the positions in them: r, z and n; and W_hn·h + b_hn.
    private readonly ScratchMemory<T> _gates = new();
    private readonly ScratchMemory<T> _recurrentCandidates = new();
    private readonly ScratchMemory<T> _inputGradients = new();
    // Rows of positions, and of the examples in them, so that a product takes the examples of a position: h before the position, and
    // what of it the products get.
    private readonly ScratchMemory<T> _states = new();
    private readonly ScratchMemory<T> _droppedStates = new();
    private readonly ScratchMemory<T> _recurrentGradients = new();
    // Rows of examples, of the current position.
    private readonly ScratchMemory<T> _recurrent = new();
    private readonly ScratchMemory<T> _carry = new();
    private readonly ScratchMemory<T> _handedOn = new();
    private readonly ScratchMemory<T> _transposedWeight = new();
    private bool _isTraining;
    private bool _dropsOut;
    private bool _sharesExamples;
    private int _count;

    public GruLayer(WorkerTeam team, MatrixProduct<T> product, GruShape shape)
        : base(team)
    {
        _team = team;
        _product = product;
        _shape = shape;
        // A team of one thread is never busy: all threads use one.
        var alone = new WorkerTeam(1);
        _productsOfThreads = [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new MatrixProduct<T>(alone))];
    }

    public required int Truncation { get; init; }

    public required Parameter<T> InputWeight { get; init; }

    public required Parameter<T> RecurrentWeight { get; init; }

    public required Parameter<T> InputBias { get; init; }

    public required Parameter<T> RecurrentBias { get; init; }

    public required RecurrentDropout<T>? Dropout { get; init; }

    private RecurrentDropout<T>? DropoutOfPass => _dropsOut ? Dropout : null;

    private ScratchMemory<T> ProductStates => DropoutOfPass is null ? _states : _droppedStates;

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        _isTraining = pass.IsTraining;
        _dropsOut = pass.IsTraining || pass.SamplingSeed is not null;
        _count = inputs.Length / (_shape.Positions * _shape.Inputs);
        // All memory is grown here, not by the threads.
        var rows = checked(_count * _shape.Positions);
        var gates = _gates.Take(checked(rows * _shape.Gates));
        _states.Take(rows * _shape.Units);
        _recurrent.Take(_count * _shape.Gates);
        if (_isTraining)
            _recurrentCandidates.Take(rows * _shape.Units);
        if (DropoutOfPass is { } dropout)
        {
            _droppedStates.Take(rows * _shape.Units);
            dropout.Draw(pass, _count);
        }

        _product.MultiplyByTransposed(inputs, InputWeight.Values, InputBias.Values, gates, rows, _shape.Gates, _shape.Inputs);
        TransposeWeight(_transposedWeight.Take(_shape.Gates * _shape.Units));
        ShareExamples(LayerPhase.Forward, gates, default, outputs);
    }

    public override void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        var rows = _count * _shape.Positions;
        var gradients = _inputGradients.Take(rows * _shape.Gates);
        var recurrentGradients = _recurrentGradients.Take(rows * _shape.Gates);
        _carry.Take(_count * _shape.Units);
        _handedOn.Take(_count * _shape.Units);
        ShareExamples(LayerPhase.Backward, gradients, outputGradients, default);

        if (!InputWeight.IsFrozen)
            _product.AddTransposedTimes(gradients, inputs, InputWeight.Gradients, _shape.Gates, _shape.Inputs, rows);
        if (!RecurrentWeight.IsFrozen)
        {
            _product.AddTransposedTimes(
                recurrentGradients, ProductStates.Take(rows * _shape.Units), RecurrentWeight.Gradients, _shape.Gates, _shape.Units, rows);
        }

        if (!InputBias.IsFrozen)
            ColumnSums.AddTo<T>(gradients, InputBias.Gradients);
        if (!RecurrentBias.IsFrozen)
            ColumnSums.AddTo<T>(recurrentGradients, RecurrentBias.Gradients);
        if (!inputGradients.IsEmpty)
            _product.Multiply(gradients, InputWeight.Values, inputGradients, rows, _shape.Inputs, _shape.Gates);
    }

    protected override void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, Span<T> results)
    {
        if (start >= end)
            return;
        var product = _sharesExamples ? _productsOfThreads[worker] : _product;
        if (phase == LayerPhase.Forward)
        {
            StatesAt(_states, 0, start, end).Clear();
            for (var position = 0; position < _shape.Positions; position++)
                RunForward(position, start, end, product, results);
        }
        else
        {
            Examples(_carry, start, end).Clear();
            for (var position = _shape.Positions - 1; position >= 0; position--)
                RunBackward(position, start, end, product, gradients);
        }
    }

    private void ShareExamples(LayerPhase phase, ReadOnlySpan<T> work, ReadOnlySpan<T> gradients, Span<T> results)
    {
        _sharesExamples = _count >= LeastExamplesOfThread * _team.ThreadCount;
        if (_sharesExamples)
            Share(phase, _count, work, gradients, results);
        else
            Run(phase, 0, _count, 0, work, gradients, results);
    }

    private void RunForward(int position, int start, int end, MatrixProduct<T> product, Span<T> outputs)
    {
        var units = _shape.Units;
        var states = StatesAt(_states, position, start, end);
        if (DropoutOfPass is { } dropout)
            dropout.Apply(start, states, StatesAt(_droppedStates, position, start, end));
        var recurrent = _recurrent.Take(_count * _shape.Gates)[(start * _shape.Gates)..(end * _shape.Gates)];
        product.Multiply(
            StatesAt(ProductStates, position, start, end), _transposedWeight.Take(_shape.Gates * units), RecurrentBias.Values, recurrent,
            end - start, _shape.Gates, units);
        for (var example = start; example < end; example++)
        {
            var gates = RowOf(_gates, example, position, _shape.Gates);
            var sums = recurrent.Slice((example - start) * _shape.Gates, _shape.Gates);
            var resetAndUpdate = gates[..(2 * units)];
            var candidate = gates[(2 * units)..];
            var recurrentCandidate = sums[(2 * units)..];
            ElementwiseFunction.Run(
                GruGate.Instance, FunctionKernel.Apply,
                new FunctionOperands<T>(resetAndUpdate, resetAndUpdate) { Second = sums[..(2 * units)] });
            ElementwiseFunction.Run(
                GruCandidate.Instance, FunctionKernel.Apply,
                new FunctionOperands<T>(candidate, candidate) { Second = recurrentCandidate, Third = gates[..units] });
            var output = outputs.Slice((example * _shape.Positions + position) * units, units);
            ElementwiseFunction.Run(
                GruState.Instance, FunctionKernel.Apply,
                new FunctionOperands<T>(candidate, output)
                {
                    Second = gates[units..(2 * units)],
                    Third = states.Slice((example - start) * units, units),
                });
            if (_isTraining)
                recurrentCandidate.CopyTo(RowOf(_recurrentCandidates, example, position, units));
            if (position + 1 < _shape.Positions)
                output.CopyTo(StatesAt(_states, position + 1, example, example + 1));
        }
    }

    private void RunBackward(int position, int start, int end, MatrixProduct<T> product, ReadOnlySpan<T> outputGradients)
    {
        var units = _shape.Units;
        var recurrentGradients = RowsAt(_recurrentGradients, position, start, end, _shape.Gates);
        var states = StatesAt(_states, position, start, end);
        var carry = Examples(_carry, start, end);
        for (var example = start; example < end; example++)
        {
            var row = example - start;
            GruDerivatives.Compute(
                RowOf(_gates, example, position, _shape.Gates), RowOf(_recurrentCandidates, example, position, units),
                states.Slice(row * units, units), outputGradients.Slice((example * _shape.Positions + position) * units, units),
                carry.Slice(row * units, units), RowOf(_inputGradients, example, position, _shape.Gates),
                recurrentGradients.Slice(row * _shape.Gates, _shape.Gates));
        }

        if (position % Truncation == 0)
        {
            carry.Clear();
            return;
        }

        var handedOn = Examples(_handedOn, start, end);
        product.Multiply(recurrentGradients, RecurrentWeight.Values, handedOn, end - start, units, _shape.Gates);
        Dropout?.Apply(start, handedOn, handedOn);
        ColumnSums.AddTo<T>(handedOn, carry);
    }

    private Span<T> Examples(ScratchMemory<T> memory, int start, int end) =>
        memory.Take(_count * _shape.Units)[(start * _shape.Units)..(end * _shape.Units)];

    private Span<T> StatesAt(ScratchMemory<T> memory, int position, int start, int end) =>
        RowsAt(memory, position, start, end, _shape.Units);

    private Span<T> RowsAt(ScratchMemory<T> memory, int position, int start, int end, int length) =>
        memory.Take(_count * _shape.Positions * length)
            .Slice((position * _count + start) * length, (end - start) * length);

    private Span<T> RowOf(ScratchMemory<T> memory, int example, int position, int length) =>
        memory.Take(_count * _shape.Positions * length).Slice((example * _shape.Positions + position) * length, length);

    // The product of few rows reads the rows of its right operand where they are.
    private void TransposeWeight(Span<T> transposed)
    {
        ReadOnlySpan<T> weight = RecurrentWeight.Values;
        for (var row = 0; row < _shape.Gates; row++)
        {
            for (var column = 0; column < _shape.Units; column++)
                transposed[column * _shape.Gates + row] = weight[row * _shape.Units + column];
        }
    }
}
