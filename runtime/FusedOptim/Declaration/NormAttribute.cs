namespace FusedOptim;

/// <summary>
/// Marks a <c>ref double</c> parameter of a rule's method <c>Measure</c> as a Euclidean norm over the elements: the method only writes
/// <c>size = double.Hypot(size, …)</c>. Later phases have √Σx² under the same name, which neither overflows nor underflows where the norm
/// itself is in the range.
/// </summary>
/// <remarks>
/// An element enters one value. The squares are taken of numbers that are scaled by a power of two where squares would leave the range of
/// double. A sum of squares, <c>[Sum]</c>, is cheaper: its squares of floats are safe in double, and its summands need no buffer. A norm over
/// rows is kept in the precision of the tensor, where a sum of squares of floats would not fit.
/// </remarks>
/// <param name="over">The unit that has a norm of its own: each tensor, row, column or matrix, or the model.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NormAttribute(Over over = Over.Tensor) : Attribute
{
    /// <summary>The unit that has a norm of its own: each tensor, row, column or matrix, or the model.</summary>
    public Over Over { get; } = over;
}
