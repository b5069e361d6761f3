using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Testing;

/// <summary>A rule stepped by one target over memory of its own.</summary>
internal sealed class TargetRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IUpdateRule _rule;
    private readonly RuleOperands _operands;

    public TargetRun(IUpdateRule rule, RuleOperands operands, KernelTarget target, int capacity, bool sumsInRegisters = false)
    {
        (_rule, _operands) = (rule, operands);
        Memory = OperandMemory<T>.Of(operands.Count, capacity);
        Summands = OperandMemory<double>.Of(operands.ReductionCount, capacity);
        Phases = new PhaseRun<T>(rule, target, sumsInRegisters);
    }

    public KernelTarget Target => Phases.Target;

    /// <summary>The target, and where its sums are added up if not in a buffer.</summary>
    public string Name => Phases.SumsInRegisters ? $"{Target} with sums in registers" : Target.ToString();

    public OperandMemory<T> Memory { get; }

    /// <summary>The buffers that measuring phases fill.</summary>
    public OperandMemory<double> Summands { get; }

    public PhaseRun<T> Phases { get; }

    /// <summary>Starts from values of operands, with scalars as they are before the first step.</summary>
    /// <param name="initial">The values.</param>
    /// <param name="summands">What the buffers of summands hold.</param>
    /// <param name="replacesSums">Whether an ordinary value takes the place of a sum that is not finite.</param>
    public void Start(OperandMemory<T> initial, OperandMemory<double> summands, bool replacesSums)
    {
        Memory.CopyPlaced(initial);
        Summands.CopyPlaced(summands);
        if (_operands.View is { } view)
            Phases.Place(Memory.Borders, Memory.Offset, view, Summands.Borders);
        else
            Phases.Place(Memory.Borders, Memory.Offset, Memory.Count, Summands.Borders);
        Phases.Scalars = PhaseRun<T>.InitialScalars(_rule);
        Phases.ReplacesSums = replacesSums;
    }

    /// <summary>
    /// Runs a phase over one element, row or column of another run alone, with the step constants that it prepared last.
    /// </summary>
    public void RunAlone(TargetRun<T> run, OperandMemory<T> operands, int entry, int phase, StepCase step)
    {
        for (var operand = 0; operand < Memory.OperandCount; operand++)
        {
            if (_operands.IndexOf(operand, _rule.Schema.Phases[phase].Over, entry) is >= 0 and var index)
                Memory[operand][0] = operands[operand][index];
        }

        Summands.Place(1, 0);
        Phases.Place(Memory.Borders, 0, 1, Summands.Borders);
        Phases.CopyConstants(run.Phases);
        Phases.Run(phase, step);
    }

    public void Dispose()
    {
        Memory.Dispose();
        Summands.Dispose();
    }
}
