using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Kernels;

/// <summary>A rule in one setting of its hyperparameters.</summary>
internal sealed partial class RuleCase(IUpdateRule rule)
{
    /// <summary>The rule with its hyperparameters, as the record prints itself.</summary>
    public string Name { get; } = rule.ToString()!;

    public RuleSchema Schema => rule.Schema;

    /// <summary>The record itself.</summary>
    public IUpdateRule Rule => rule;

    public Type RuleType => rule.GetType();

    public int StateCount => Schema.States.Count;

    /// <summary>
    /// How many operands a step has beside the parameter and the gradient: the states, what each reduction adds up, and
    /// the weights to evaluate with.
    /// </summary>
    public int OtherOperandCount =>
        StateCount + Schema.Values.Count + ReductionCount + Schema.Phases.Count(phase => phase.Kind == PhaseKind.Evaluate);

    /// <summary>How many sums and maxima the rule measures.</summary>
    public int ReductionCount => Schema.Phases.Sum(phase => phase.Reductions.Count);

    /// <summary>The value of a hyperparameter.</summary>
    public double this[string hyperparameter] => GetHyperparameter(Schema.IndexOfHyperparameter(hyperparameter));

    public double GetHyperparameter(int index) => rule.GetHyperparameter(index);

    /// <summary>What all elements of a state start from.</summary>
    public double InitialValue(StateSchema state) => state.Initial switch
    {
        StateInitial.Zero => 0,
        StateInitial.Hyperparameter => GetHyperparameter(state.InitialHyperparameter),
        StateInitial.Constant => state.Value,
        _ => throw new NotSupportedException($"{Schema.Name}.{state.Name} starts from {state.Initial}."),
    };

    /// <summary>The scalars as they are before the first step.</summary>
    public double[] InitialScalars() =>
    [
        .. Schema.Scalars.Select(scalar =>
            scalar.InitialHyperparameter < 0 ? scalar.Initial : GetHyperparameter(scalar.InitialHyperparameter)),
    ];

    /// <summary>Whether the variant that the hyperparameters choose has a state.</summary>
    public bool Uses(int state) => Schema.Variants[rule.Variant].States.Contains(state);

    /// <summary>A copy with another value of a hyperparameter.</summary>
    public RuleCase With(string hyperparameter, double value) => With(Schema.IndexOfHyperparameter(hyperparameter), value);

    public RuleCase With(int hyperparameter, double value)
    {
        var copy = rule.Copy();
        copy.SetHyperparameter(hyperparameter, value);
        return new RuleCase(copy);
    }

    /// <summary>
    /// Runs one step over the elements from an offset on of operands that start at the given addresses.
    /// </summary>
    public void Run<T>(KernelTarget target, ReadOnlySpan<nint> operands, nint offset, nint count, StepArguments arguments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var run = new PhaseRun<T>(rule, target) { ReplacesSums = !arguments.KeepsAnySum };
        if (arguments.Scalars is not null)
            run.Scalars = arguments.Scalars;
        run.Place(operands, offset, count);
        run.Run(new StepCase(arguments.Step, arguments.GradientScale, arguments.ZeroGradients));
    }

    public void Run<T>(KernelTarget target, OperandMemory<T> memory, StepArguments arguments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T>(target, memory.Borders, memory.Offset, memory.Count, arguments);
}
