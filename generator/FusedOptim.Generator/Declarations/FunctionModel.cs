using FusedOptim.Generator.Collections;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Declarations;

/// <summary>All that the back end knows of an element-wise function.</summary>
/// <param name="Arguments">The names of the method's parameters.</param>
/// <param name="Graph">What the method computes: arguments are loaded in its order, and the value is stored behind them.</param>
internal sealed record FunctionModel(
    string Namespace,
    string Name,
    FloatMode FloatMode,
    EquatableArray<HyperparameterModel> Hyperparameters,
    EquatableArray<string> Arguments,
    Graph Graph)
    : DeclarationModel(Namespace, Name, FloatMode, Hyperparameters)
{
    /// <summary>The name of the method that is compiled.</summary>
    public const string Method = "Value";

    /// <summary>As many spans as the operands of the runtime have.</summary>
    public const int MostArguments = 4;

    /// <summary>The operand that receives the values.</summary>
    public int ValueOperand => Arguments.Count;

    /// <summary>The operand that receives the derivatives.</summary>
    public int DerivativeOperand => Arguments.Count + 1;
}
