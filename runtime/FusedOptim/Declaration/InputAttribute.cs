namespace FusedOptim;

/// <summary>
/// Marks a <c>double</c> parameter of a rule's methods as an input: a value that the caller gives before a step, such as an estimate of
/// the Hessian's diagonal (one value for each element) or the loss (one for the model). A rule reads its inputs and does not write them.
/// </summary>
/// <remarks>
/// <para>Each method that reads an input declares it, with the same attribute. <c>Measure</c>, <c>Direction</c> and <c>Update</c> read any
/// input, <c>Prepare</c> those of a tensor and of the model, <c>Evaluate</c> none.</para>
/// <para>The caller writes element-wise inputs to <see cref="Optimizer.GetInput{T}"/> and gives others by
/// <see cref="Optimizer.SetInput(string, double)"/>. A step throws, before anything is written, where an input was not given.</para>
/// <para>The gradient scale of a step (loss scaling, clipping, accumulation) does not apply to inputs. Checkpoints do not contain them.
/// </para>
/// </remarks>
/// <param name="over">Whether each element has its own value, each tensor, or the model one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InputAttribute(Over over = Over.Element) : Attribute
{
    /// <summary>Whether each element has its own value, each tensor, or the model one.</summary>
    public Over Over { get; } = over;

    /// <summary>Whether a value serves until it is given again. By default an input is given for each step, and its elements are zero
    /// before they are written for the next.</summary>
    public bool Kept { get; init; }
}
