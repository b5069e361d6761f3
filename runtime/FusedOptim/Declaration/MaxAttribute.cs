namespace FusedOptim;

/// <summary>
/// Marks a <c>ref double</c> parameter of a rule's method <c>Measure</c> as a maximum over the elements: the method only writes
/// <c>largest = Math.Max(largest, …)</c>. Later phases have its value under the same name; NaN if any element gave NaN.
/// What elements enter is computed in double.
/// </summary>
/// <param name="over">Whether each tensor has its own maximum, or the model one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class MaxAttribute(Over over = Over.Tensor) : Attribute
{
    /// <summary>Whether each tensor has its own maximum, or the model one.</summary>
    public Over Over { get; } = over;
}
