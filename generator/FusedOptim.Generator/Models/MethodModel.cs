using FusedOptim.Generator.Collections;


namespace FusedOptim.Generator.Models;

/// <summary>A method of a rule, as the reference loop calls it.</summary>
/// <param name="Form">Which method it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">One for each of its parameters.</param>
internal sealed record MethodModel(MethodForm Form, string Name, EquatableArray<ArgumentModel> Arguments);

internal enum MethodForm : byte
{
    /// <summary>Returns what is subtracted after scaling by the learning rate.</summary>
    Direction,

    /// <summary>Writes the parameter itself.</summary>
    Update,

    /// <summary>Reduces before the update.</summary>
    Measure,

    /// <summary>Returns the weight to evaluate with.</summary>
    Evaluate,

    /// <summary>No method: what a modifier keeps is the weight to evaluate with.</summary>
    Kept,

    /// <summary>No method: what a modifier reduces the gradient to.</summary>
    SummedGradient,

    /// <summary>No method: what a modifier makes of the sums of a row or column.</summary>
    Value,
}

/// <summary>What a parameter of the method is bound to.</summary>
/// <param name="Binding">The kind of operand.</param>
/// <param name="Index">The index of the state, value, prepared value or element-wise input in the rule, or of the reduction in the phase;
/// otherwise −1.</param>
/// <param name="IsReference">Whether it is passed by reference.</param>
internal readonly record struct ArgumentModel(Binding Binding, int Index = -1, bool IsReference = false);

internal enum Binding : byte
{
    Gradient,
    Parameter,
    Step,
    State,
    Reduction,
    Prepared,
    Input,

    /// <summary>A value of an element, row, column or matrix.</summary>
    Value,

    /// <summary>Whether the step is one of the rule's interval.</summary>
    Occasion,

    /// <summary>A value of elements, all of a matrix.</summary>
    MatrixOfValues,

    /// <summary>A state that is a matrix, or one of elements, all of a matrix.</summary>
    MatrixOfState,
}
