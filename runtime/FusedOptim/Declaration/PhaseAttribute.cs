namespace FusedOptim;

/// <summary>
/// Marks a method of a rule as a phase: it runs once for each element, row, column or matrix, before <c>Prepare</c> and <c>Direction</c> or
/// <c>Update</c>. Phases run in the order of their declaration, and each has the sums, maxima, states and results of those before it
/// by their names. A method named <c>Measure</c> is a phase over elements without the attribute. A method over matrices is any C#: it is
/// called, not compiled, and may be called for several matrices at once.
/// </summary>
/// <param name="over">Whether the method runs once for each element, each row, each column or each matrix.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PhaseAttribute(Over over = Over.Element) : Attribute
{
    /// <summary>Whether the method runs once for each element, each row, each column or each matrix.</summary>
    public Over Over { get; } = over;
}
