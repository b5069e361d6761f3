using FusedOptim.Generator.Models;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Modifiers;

/// <summary>How the reference loop spells what a modifier refers to.</summary>
/// <param name="Hyperparameters">The rule's hyperparameters.</param>
/// <param name="Prepared">A prepared value, by its name.</param>
/// <param name="State">The local that holds a state, by its name.</param>
/// <param name="Value">A value of the element's row or column, by its name.</param>
internal sealed record ModifierNames(
    IReadOnlyList<HyperparameterModel> Hyperparameters, Func<string, string> Prepared, Func<string, string> State,
    Func<string, string> Value)
{
    /// <summary>Whether the direction and the parameter agree in sign, zeros included.</summary>
    public const string Agrees = "direction * parameter >= 0";

    public string Hyperparameter(int index) => "this." + Names.Escape(Hyperparameters[index].Name);

    /// <summary>A value and the parameter times a coefficient; of 0 it is 0, for an infinite parameter too.</summary>
    public string WithDecay(string value, int coefficient) =>
        $"{value} + ({Hyperparameter(coefficient)} != 0 ? parameter : 0) * {Hyperparameter(coefficient)}";
}
