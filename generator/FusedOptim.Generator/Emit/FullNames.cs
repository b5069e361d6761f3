using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Spelling;


namespace FusedOptim.Generator.Emit;

/// <summary>
/// The namespaces that a record's generated part refers to, from the root on. That part is in the namespace of the project,
/// where any short name, and any alias, may already have another meaning.
/// </summary>
internal static class FullNames
{
    /// <summary>The public namespace of the library.</summary>
    public const string Library = "global::FusedOptim.";

    /// <summary>The namespace of what generated code calls.</summary>
    public const string Runtime = "global::FusedOptim.CompilerServices.";

    /// <summary>The namespace of targets.</summary>
    public const string Execution = Library + "Execution.";

    /// <summary>The namespace of element-wise functions.</summary>
    public const string Functions = Library + "Functions.";

    /// <summary>The namespace of sums and maxima.</summary>
    public const string Numerics = Library + "Numerics.";

    /// <summary>The namespace of rules as data.</summary>
    public const string Schemas = Library + "Schema.";

    /// <summary>The class whose references step over memory.</summary>
    public const string Unsafe = "global::System.Runtime.CompilerServices.Unsafe";

    /// <summary>The interface that rules implement.</summary>
    public const string RuleInterface = Library + "IUpdateRule";

    /// <summary>
    /// The interface that a function implements, for methods with type parameters: one of them may be called like the function.
    /// </summary>
    public static string InterfaceOf(FunctionModel function) =>
        $"{Functions}IElementwiseFunction<global::{Names.EscapeAll(function.FullName)}>";

    /// <summary>The namespace of a declaration's kernels.</summary>
    public static string Kernels(DeclarationModel declaration) => $"global::{KernelFiles.NamespaceOf(declaration)}.";

    /// <summary>The class that holds a declaration as data.</summary>
    public static string Schema(DeclarationModel declaration) => Kernels(declaration) + "Schema";
}
