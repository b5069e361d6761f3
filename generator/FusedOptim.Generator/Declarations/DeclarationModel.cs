using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Models;


namespace FusedOptim.Generator.Declarations;

/// <summary>
/// All that the back end knows of a record that is compiled: plain, equatable data without a trace of the compiler's symbols.
/// </summary>
internal abstract record DeclarationModel(
    string Namespace, string Name, FloatMode FloatMode, EquatableArray<HyperparameterModel> Hyperparameters)
{
    public string FullName => Namespace.Length == 0 ? Name : Namespace + "." + Name;
}
