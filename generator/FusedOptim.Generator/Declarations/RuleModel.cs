using FusedOptim.Generator.Collections;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;

namespace FusedOptim.Generator.Declarations;

/// <summary>All that the back end knows of a rule.</summary>
internal sealed record RuleModel(
    string Namespace,
    string Name,
    FloatMode FloatMode,
    EquatableArray<HyperparameterModel> Hyperparameters,
    EquatableArray<StateModel> States,
    EquatableArray<ScalarModel> Scalars,
    PrepareModel? Prepare,
    EquatableArray<PreparedModel> Prepared,
    EquatableArray<PhaseModel> Phases,
    EquatableArray<Modifier> Modifiers)
    : DeclarationModel(Namespace, Name, FloatMode, Hyperparameters)
{
    /// <summary>The class of the names of its hyperparameters. A record that uses the name itself does not get the class.</summary>
    public const string NamesClass = "Names";

    /// <summary>As many states as the operands of Apply have, less those that lookahead and averaged weights add.</summary>
    public const int MostStates = 16;

    /// <summary>As many element-wise inputs as the operands of Apply have.</summary>
    public const int MostElementwiseInputs = 4;

    /// <summary>The parameters of the generated Apply beside the operands, which no state and no input can be called like.</summary>
    public static readonly string[] ApplyParameters = ["step", "gradientScale", "scalars"];

    /// <summary>The inputs, which the caller gives before a step: element-wise ones first.</summary>
    public EquatableArray<InputModel> Inputs { get; init; } = EquatableArray<InputModel>.Empty;

    /// <summary>The inputs that are operands of kernels, after the states.</summary>
    public IEnumerable<InputModel> ElementwiseInputs => Inputs.Where(static input => input.IsElementwise);

    /// <summary>The operand that is the first element-wise input; the others follow.</summary>
    public int FirstInput => Graph.FirstState + States.Count;

    /// <summary>The operand that is the first value of a row, column or matrix; the others follow.</summary>
    public int FirstValue => FirstInput + ElementwiseInputs.Count();

    /// <summary>The part of the record that its attributes stand for, where it has no method of its own.</summary>
    public string? Expansion { get; init; }

    /// <summary>Whether code outside of the record can create it by its constructor alone.</summary>
    public bool IsCreatable { get; init; }

    /// <summary>Whether the name <see cref="NamesClass"/> is free.</summary>
    public bool HasNames { get; init; }

    /// <summary>The values of rows, columns and matrices, which phases sum or hand out.</summary>
    public EquatableArray<ValueModel> Values { get; init; } = EquatableArray<ValueModel>.Empty;

    /// <summary>Whether a step depends on the matrix view of the parameter.</summary>
    public bool UsesView => Values.Count > 0 || States.Any(static state => state.Over != Scope.Element) ||
        Phases.Any(static phase => phase.Over != Scope.Element) ||
        Prepared.Any(static prepared => prepared.Kind is PreparedKind.Rows or PreparedKind.Columns) ||
        Prepare?.Arguments.Any(static argument => argument.Binding is PreparedBinding.Rows or PreparedBinding.Columns) == true;

    /// <summary>The unit that has a value of its own in each memory operand after the gradient: states, inputs, then values.</summary>
    public Scope OverOf(int operand) => operand < FirstInput
        ? operand < Graph.FirstState ? Scope.Element : States[operand - Graph.FirstState].Over
        : operand >= FirstValue && operand - FirstValue < Values.Count ? Values[operand - FirstValue].Over : Scope.Element;

    /// <summary>Whether an operand goes through memory in a phase: values of rows beside elements stay in the first-level cache.</summary>
    public bool Streams(PhaseModel phase, int operand) => phase.Over != Scope.Element || OverOf(operand) == Scope.Element;

    /// <summary>What each phase computes.</summary>
    public IReadOnlyList<Graph> Graphs => [.. Phases.Select(static phase => phase.Graph)];

    /// <summary>The phase that updates the parameters; every rule has one.</summary>
    public PhaseModel Update => Phases.First(static phase => phase.Kind == PhaseKind.Update);
}
