using FusedOptim.Generator.Collections;


namespace FusedOptim.Generator.Declarations;

/// <summary>What reading a declaration gives: a model, or diagnostics that say why there is none.</summary>
/// <param name="Declaration">The model; null where anything was refused, or where the compiler itself reports an error.</param>
/// <param name="Diagnostics">In the order of the source.</param>
internal sealed record DeclarationResult<TDeclaration>(
    TDeclaration? Declaration, EquatableArray<DiagnosticModel> Diagnostics)
    where TDeclaration : DeclarationModel
{
    /// <summary>The type that a declaration without a model and without diagnostics refers to and that generators do not know.</summary>
    public UnreadModel? Unread { get; init; }
}

/// <summary>A declaration that is left to the compiler.</summary>
/// <param name="FullName">Its name.</param>
/// <param name="Names">The names in it that mean nothing while generators run.</param>
internal sealed record UnreadModel(string FullName, EquatableArray<string> Names);
