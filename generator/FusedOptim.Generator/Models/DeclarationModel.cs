using FusedOptim.Generator.Helpers;

namespace FusedOptim.Generator.Models;

/// <summary>
/// All that the back end knows of a record that is compiled: plain, equatable data without a trace of the compiler's symbols.
/// </summary>
internal abstract record DeclarationModel(
    string Namespace, string Name, FloatMode FloatMode, EquatableArray<HyperparameterModel> Hyperparameters)
{
    public string FullName => Namespace.Length == 0 ? Name : Namespace + "." + Name;
}

internal enum FloatMode : byte
{
    Deterministic,
    Strict,
    Fast,
}
