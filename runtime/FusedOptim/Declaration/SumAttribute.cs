namespace FusedOptim;

/// <summary>
/// Marks a <c>ref double</c> parameter of a rule's method <c>Measure</c> as a sum over the elements: the method only adds to it
/// (<c>+=</c>). <c>Prepare</c>, <c>Direction</c> and <c>Update</c> have its value under the same name. What elements
/// add is computed and accumulated in double, in an order that depends on the length of the tensor alone: squares of floats neither
/// overflow nor underflow.
/// </summary>
/// <param name="over">Whether each tensor has its own sum, or the model one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SumAttribute(Over over = Over.Tensor) : Attribute
{
    /// <summary>Whether each tensor has its own sum, or the model one.</summary>
    public Over Over { get; } = over;
}
