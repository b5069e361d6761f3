using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Names that generated code writes from the root on, and those of the part of a record.</summary>
internal static class FullNames
{
    /// <summary>The public namespace of the library.</summary>
    public const string Library = "global::FusedOptim.";

    /// <summary>The namespace of what generated code calls.</summary>
    public const string Runtime = Library + "CompilerServices.";

    /// <summary>The class that holds a declaration as data.</summary>
    public static string Schema(DeclarationModel declaration) => $"global::{KernelFiles.NamespaceOf(declaration)}.Schema";

    /// <summary>The names in a record's part.</summary>
    public static RecordNames Of(DeclarationModel declaration) => new(declaration.Namespace, KernelFiles.NamespaceOf(declaration));
}
