using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Modifiers;

/// <summary>How the reference loop spells what a modifier refers to.</summary>
/// <param name="Hyperparameters">The rule's hyperparameters.</param>
/// <param name="Prepared">A prepared value, by its name.</param>
/// <param name="State">The local that holds a state, by its name.</param>
internal sealed record ModifierNames(
    IReadOnlyList<HyperparameterModel> Hyperparameters, Func<string, string> Prepared, Func<string, string> State)
{
    public string Hyperparameter(int index) => "this." + Emit.Names.Escape(Hyperparameters[index].Name);
}
