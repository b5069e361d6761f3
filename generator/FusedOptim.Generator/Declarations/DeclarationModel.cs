using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Models;


namespace FusedOptim.Generator.Declarations;

/// <summary>
/// All that the back end knows of a record that is compiled: plain, equatable data without a trace of the compiler's symbols.
/// </summary>
internal abstract record DeclarationModel(
    string Namespace, string Name, FloatMode FloatMode, EquatableArray<HyperparameterModel> Hyperparameters)
{
    /// <summary>The source of the method that is compiled, line by line; empty where generated files have it, or where it is long.</summary>
    public EquatableArray<string> Source { get; init; } = EquatableArray<string>.Empty;

    public string FullName => Namespace.Length == 0 ? Name : Namespace + "." + Name;
}
