using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Modifiers;

namespace FusedOptim.Generator.Models;

/// <summary>All that the back end knows of a rule: plain, equatable data without a trace of the compiler's symbols.</summary>
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
{
    /// <summary>The part of the record that its attributes stand for, where it has no method of its own.</summary>
    public string? Expansion { get; init; }

    public string FullName => Namespace.Length == 0 ? Name : Namespace + "." + Name;

    /// <summary>The phase that updates the parameters; every rule has one.</summary>
    public PhaseModel Update => Phases.First(static phase => phase.Kind == PhaseKind.Update);

    /// <summary>The phase before it that reduces, where there is one.</summary>
    public PhaseModel? Measure => Phases.FirstOrDefault(static phase => phase.Kind == PhaseKind.Measure);
}

internal enum FloatMode : byte
{
    Deterministic,
    Strict,
    Fast,
}
