using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Models;

/// <summary>All that the back end knows of a rule: plain, equatable data without a trace of the compiler's symbols.</summary>
internal sealed record RuleModel(
    string Namespace,
    string Name,
    FloatMode FloatMode,
    EquatableArray<HyperparameterModel> Hyperparameters,
    EquatableArray<StateModel> States,
    MethodModel Method,
    WeightDecayModel? WeightDecay,
    Graph Graph)
{
    public string FullName => Namespace.Length == 0 ? Name : Namespace + "." + Name;

    public int IndexOfHyperparameter(string name)
    {
        for (var index = 0; index < Hyperparameters.Count; index++)
        {
            if (Hyperparameters[index].Name == name)
                return index;
        }

        return -1;
    }
}

internal enum FloatMode : byte
{
    Deterministic,
    Strict,
}
