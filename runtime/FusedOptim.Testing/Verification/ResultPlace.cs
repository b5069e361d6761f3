namespace FusedOptim.Testing;

/// <summary>The place of a result.</summary>
/// <param name="Operand">The name of the operand or scalar.</param>
/// <param name="Element">The index of the element, row or column; −1 of a scalar or a sum.</param>
/// <param name="Over">What the index is of.</param>
internal readonly record struct ResultPlace(string Operand, int Element = -1, Over Over = Over.Element);
