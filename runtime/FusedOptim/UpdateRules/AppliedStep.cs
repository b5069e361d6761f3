using System.Runtime.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using FusedOptim.Matrices;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.CompilerServices;

/// <summary>A step of a rule over memory that stays where it is, on the calling thread.</summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
internal readonly unsafe ref struct AppliedStep<T>
    where T : unmanaged
{
    private const int BlockLength = BlockReduction.Length;
    private const int Stride = BlockLength * sizeof(double) + 64;

    private readonly KernelTarget _target = KernelTargets.Selected;
    private readonly IUpdateRule _rule;
    private readonly int _step;
    private readonly T* _parameter;
    private readonly T* _gradient;
    private readonly ReadOnlySpan<nint> _states;
    private readonly int _count;

    /// <param name="rule">The rule.</param>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="states">The addresses of the states, and then of the element-wise inputs.</param>
    /// <param name="count">The number of elements; at least 1.</param>
    public AppliedStep(IUpdateRule rule, int step, T* parameter, T* gradient, ReadOnlySpan<nint> states, int count)
    {
        (_rule, _step, _count) = (rule, step, count);
        _parameter = parameter;
        _gradient = gradient;
        _states = states;
    }

    /// <summary>What all segments share.</summary>
    public KernelCall Call { get; init; }

    /// <summary>The scalars of the rule.</summary>
    public Span<double> Scalars { get; init; }

    /// <summary>The inputs of the tensor and of the model.</summary>
    public ReadOnlySpan<double> Inputs { get; init; }

    /// <summary>The rows and columns, for a rule that sees them.</summary>
    public MatrixView View { get; init; }

    /// <summary>Measures and updates.</summary>
    public void Run()
    {
        var schema = _rule.Schema;
        var phases = schema.Phases;
        MatrixMemory? matrix = null;
        byte[] scratch = [];
        if (schema.UsesView)
        {
            nint[] states = [.. _states];
            matrix = new MatrixMemory(schema, View, typeof(T) == typeof(double), state => states[state]);
            scratch = GC.AllocateUninitializedArray<byte>(Math.Max(1, matrix.Operands.Length * Stride), pinned: true);
        }

        var (reductionCount, constantCount) = (0, 0);
        for (var phase = 0; phase < phases.Count; phase++)
        {
            reductionCount += phases[phase].Reductions.Count;
            constantCount = Math.Max(constantCount, phases[phase].StepConstantCount);
        }

        Span<double> reductions = stackalloc double[reductionCount];
        Span<double> room = stackalloc double[constantCount];
        var first = 0;
        var index = 0;
        for (; phases[index].Kind == PhaseKind.Measure; index++)
        {
            var constants = room[..phases[index].StepConstantCount];
            _rule.Prepare(index, _target, Context(reductions), constants);
            var results = reductions.Slice(first, phases[index].Reductions.Count);
            if (matrix is null)
                Measure(index, constants, results);
            else if (phases[index].Over == Over.Matrix)
                RunMatrices(index, constants, matrix);
            else
                Measure(index, constants, results, matrix, scratch);
            first += results.Length;
        }

        // Of the updates for each occasion, the one of this step.
        while (!_rule.RunsAt(index, _step))
            index++;
        var last = room[..phases[index].StepConstantCount];
        _rule.Prepare(index, _target, Context(reductions), last);
        if (matrix is null)
        {
            RunSegment(index, 0, _count, last, [], _states);
            return;
        }

        for (var start = 0; start < _count; start += BlockLength)
            RunBeside(index, start, Math.Min(BlockLength, _count - start), last, [], matrix, scratch);
    }

    /// <summary>A measuring pass, block by block.</summary>
    private void Measure(int index, ReadOnlySpan<double> constants, Span<double> results)
    {
        var phase = _rule.Schema.Phases[index];
        for (var i = 0; i < results.Length; i++)
            results[i] = phase.Reductions[i].Kind.Empty;
        Span<double> buffers = stackalloc double[results.Length * BlockLength];
        Span<nint> summands = stackalloc nint[results.Length];
        Place(buffers, summands);
        for (var start = 0; start < _count; start += BlockLength)
        {
            var length = Math.Min(BlockLength, _count - start);
            RunSegment(index, start, length, constants, summands, _states);
            for (var i = 0; i < results.Length; i++)
            {
                var block = buffers.Slice(i * BlockLength, length);
                var kind = phase.Reductions[i].Kind;
                results[i] = kind.Combine(results[i], kind.Reduce(block));
            }
        }
    }

    /// <summary>A measuring pass over elements, rows or columns, unit by unit.</summary>
    private void Measure(int index, ReadOnlySpan<double> constants, Span<double> results, MatrixMemory matrix, byte[] scratch)
    {
        var phase = matrix.Phases[index];
        Span<double> buffers = stackalloc double[results.Length * BlockLength];
        Span<nint> summands = stackalloc nint[results.Length];
        Place(buffers, summands);
        for (var unit = 0; unit < phase.Units.UnitCount; unit++)
        {
            foreach (var reduction in phase.Reductions)
                reduction.Begin(unit);
            for (var blocks = phase.Units[unit]; blocks.MoveNext();)
            {
                RunBeside(index, blocks.Current, blocks.Length, constants, summands, matrix, scratch);
                for (var i = 0; i < results.Length; i++)
                    phase.Reductions[i].Add(unit, blocks.Current, buffers.Slice(i * BlockLength, blocks.Length));
            }
        }

        for (var i = 0; i < results.Length; i++)
            results[i] = phase.Reductions[i].Combine();
    }

    private void RunMatrices(int phase, ReadOnlySpan<double> constants, MatrixMemory memory)
    {
        var algebra = new MatrixAlgebra<T>(WorkerTeam.OfOne, _target);
        for (var matrix = 0; matrix < View.Batch; matrix++)
            _rule.RunMatrix(phase, new MatrixContext(_rule.Schema, memory, algebra, matrix) { Step = _step, Prepared = constants });
    }

    private static void Place(Span<double> buffers, Span<nint> summands)
    {
        for (var i = 0; i < summands.Length; i++)
            summands[i] = (nint)Unsafe.AsPointer(ref buffers[i * BlockLength]);
    }

    private PrepareContext Context(ReadOnlySpan<double> reductions) => new(_step, Call.GradientScale)
    {
        Count = _count,
        Rows = View.Rows,
        Columns = View.Columns,
        Reductions = reductions,
        Scalars = Scalars,
        Inputs = Inputs,
    };

    private void RunBeside(
        int phase, nint start, int length, ReadOnlySpan<double> constants, ReadOnlySpan<nint> summands, MatrixMemory matrix, byte[] scratch)
    {
        Span<nint> addresses = stackalloc nint[matrix.Operands.Length];
        matrix.Operands.CopyTo(addresses);
        for (var state = 0; state < _rule.Schema.FirstValue; state++)
            addresses[state] = _states[state];
        matrix.Expand<T>(phase, start, length, (nint)Unsafe.AsPointer(ref scratch[0]), Stride, addresses, start);
        RunSegment(phase, start, length, constants, summands, addresses);
    }

    private void RunSegment(
        int phase, nint start, nint length, ReadOnlySpan<double> constants, ReadOnlySpan<nint> summands, ReadOnlySpan<nint> states)
    {
        var call = Call;
        var segment = new KernelSegment<T>(_parameter + start, _gradient + start, states, start, length, constants, in call)
        {
            FirstElement = start,
            Step = _step,
            Summands = summands,
        };
        if (typeof(T) == typeof(float))
            _rule.Run(phase, _target, KernelSegment<float>.Of(segment));
        else
            _rule.Run(phase, _target, KernelSegment<double>.Of(segment));
    }
}
