using System.Numerics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels;

/// <summary>A rule in one setting of its hyperparameters, whatever its type.</summary>
internal abstract class RuleCase(string name)
{
    /// <summary>The rule with its hyperparameters, as the record prints itself.</summary>
    public string Name { get; } = name;

    public abstract RuleSchema Schema { get; }

    /// <summary>The record itself.</summary>
    public abstract object Rule { get; }

    public Type RuleType => Rule.GetType();

    public int StateCount => Schema.States.Count;

    /// <summary>
    /// How many operands a step has beside the parameter and the gradient: the states, what each reduction adds up, and
    /// the weights to evaluate with.
    /// </summary>
    public int OtherOperandCount =>
        StateCount + ReductionCount + Schema.Phases.Count(phase => phase.Kind == PhaseKind.Evaluate);

    /// <summary>How many sums and maxima the rule measures.</summary>
    public int ReductionCount => Schema.Phases.Sum(phase => phase.Reductions.Count);

    /// <summary>The value of a hyperparameter.</summary>
    public double this[string hyperparameter] => GetHyperparameter(IndexOf(hyperparameter));

    public abstract double GetHyperparameter(int index);

    /// <summary>What all elements of a state start from.</summary>
    public double InitialValue(StateSchema state) => state.Initial switch
    {
        StateInitial.Zero => 0,
        StateInitial.Hyperparameter => GetHyperparameter(state.InitialHyperparameter),
        _ => throw new NotSupportedException($"{Schema.Name}.{state.Name} starts from {state.Initial}."),
    };

    /// <summary>The scalars as they are before the first step.</summary>
    public double[] InitialScalars() =>
    [
        .. Schema.Scalars.Select(scalar =>
            scalar.InitialHyperparameter < 0 ? scalar.Initial : GetHyperparameter(scalar.InitialHyperparameter)),
    ];

    /// <summary>Whether the variant that the hyperparameters choose has a state.</summary>
    public abstract bool Uses(int state);

    /// <summary>A copy with another value of a hyperparameter.</summary>
    public RuleCase With(string hyperparameter, double value) => With(IndexOf(hyperparameter), value);

    public abstract RuleCase With(int hyperparameter, double value);

    /// <summary>
    /// Runs one step over the elements from an offset on of operands that start at the given addresses.
    /// </summary>
    public abstract void Run<T>(
        KernelTarget target, ReadOnlySpan<nint> operands, nint offset, nint count, StepArguments arguments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    public void Run<T>(KernelTarget target, OperandMemory<T> memory, StepArguments arguments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T>(target, memory.Borders, memory.Offset, memory.Count, arguments);

    /// <summary>Calls the rule's own <c>Apply</c>.</summary>
    public abstract void Apply<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        StateSpans<T> states,
        Span<double> scalars,
        double gradientScale = 1);

    /// <summary>Verifies the rule's kernels.</summary>
    public abstract void Verify(VerifyOptions options);

    /// <summary>Makes an optimizer that steps all parameters by the rule.</summary>
    public abstract Optimizer CreateOptimizer<T>(ParameterSet<T> parameters, OptimizerOptions options)
        where T : unmanaged;

    private int IndexOf(string hyperparameter)
    {
        for (var index = 0; index < Schema.Hyperparameters.Count; index++)
        {
            if (Schema.Hyperparameters[index].Name == hyperparameter)
                return index;
        }

        throw new ArgumentException($"{Schema.Name} has no hyperparameter {hyperparameter}.", nameof(hyperparameter));
    }
}
