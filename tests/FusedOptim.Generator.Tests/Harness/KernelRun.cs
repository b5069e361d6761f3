using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>
/// A compiled rule stepped by one target over one tensor; values are carried as doubles. Operands are the parameter, the gradient, the
/// states, the element-wise inputs, values of rows, columns and matrices, and the weights to evaluate with.
/// </summary>
internal abstract class KernelRun : IDisposable
{
    /// <summary>The current scalars of the rule, in the order of the schema.</summary>
    public abstract IReadOnlyList<double> Scalars { get; }

    public static KernelRun Create(IUpdateRule rule, bool isSingle, KernelTarget target, int length, int offset = 0, bool sumsInRegisters = false, MatrixView? view = null) => isSingle
        ? new KernelRun<float>(rule, target, length, offset, sumsInRegisters, view)
        : new KernelRun<double>(rule, target, length, offset, sumsInRegisters, view);

    public abstract double[] Read(int operand);

    public abstract void Write(int operand, IReadOnlyList<double> values);

    /// <summary>Writes the first operands.</summary>
    public void Write(params double[][] operands)
    {
        for (var operand = 0; operand < operands.Length; operand++)
            Write(operand, operands[operand]);
    }

    /// <summary>Gives the rule's inputs of the tensor and of the model, by their index in the schema.</summary>
    public abstract void Give(double[] inputs);

    /// <summary>Draws values for all operands; the same values from the same seed.</summary>
    public abstract void Fill(InputKind kind, ulong seed);

    public abstract void Step(int step, double gradientScale = 1, bool zeroGradients = false, bool replacesSums = false);

    /// <summary>Whether something was written outside of the operands.</summary>
    public abstract bool WroteOutside { get; }

    public abstract void Dispose();
}

/// <inheritdoc/>
internal sealed class KernelRun<T> : KernelRun
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OperandMemory<T> _memory;
    private readonly PhaseRun<T> _phases;

    public KernelRun(IUpdateRule rule, KernelTarget target, int length, int offset, bool sumsInRegisters, MatrixView? view)
    {
        var operands = new RuleOperands(rule.Schema, rule.Schema.Variants[rule.Variant], view);
        _memory = OperandMemory<T>.Of(operands.Count, length + offset);
        _memory.Place(operands.LengthsOf(length), offset);
        _phases = new PhaseRun<T>(rule, target, sumsInRegisters);
        if (view is { } matrices)
            _phases.Place(_memory.Borders, offset, matrices);
        else
            _phases.Place(_memory.Borders, offset, length);
    }

    public override IReadOnlyList<double> Scalars => _phases.Scalars;

    public override bool WroteOutside => _memory.FindWriteOutside() is not null;

    public override double[] Read(int operand) => [.. _memory[operand].ToArray().Select(double.CreateTruncating)];

    public override void Write(int operand, IReadOnlyList<double> values)
    {
        var target = _memory[operand];
        for (var i = 0; i < target.Length; i++)
            target[i] = T.CreateTruncating(values[i]);
    }

    public override void Give(double[] inputs) => _phases.Inputs = inputs;

    public override void Fill(InputKind kind, ulong seed)
    {
        var generator = new BitGenerator(seed);
        for (var operand = 0; operand < _memory.OperandCount; operand++)
            InputValues.Fill(_memory[operand], kind, ref generator);
    }

    public override void Step(int step, double gradientScale, bool zeroGradients, bool replacesSums)
    {
        _phases.ReplacesSums = replacesSums;
        _phases.Run(new StepCase(step, gradientScale, zeroGradients));
    }

    public override void Dispose() => _memory.Dispose();
}
