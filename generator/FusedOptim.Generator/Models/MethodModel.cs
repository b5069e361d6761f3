using FusedOptim.Generator.Helpers;

namespace FusedOptim.Generator.Models;

/// <summary>The rule's own method, as the reference loop calls it.</summary>
internal sealed record MethodModel(MethodForm Form, bool IsStatic, EquatableArray<ArgumentModel> Arguments);

internal enum MethodForm : byte
{
    /// <summary>Returns what is subtracted after scaling by the learning rate.</summary>
    Direction,

    /// <summary>Writes the parameter itself.</summary>
    Update,
}

/// <summary>What a parameter of the method is bound to.</summary>
/// <param name="Binding">The kind of operand.</param>
/// <param name="State">The index of the state, or −1.</param>
internal readonly record struct ArgumentModel(Binding Binding, int State = -1);

internal enum Binding : byte
{
    Gradient,
    Parameter,
    Step,
    State,
}
