using System.Numerics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Training;

/// <summary>
/// A loss that is a declared function of an output and its target value: the mean of its values over all outputs of all
/// examples. Declare one by its formula; the generator compiles it, with its derivative, into vectorized kernels:
/// <code>
/// [ElementwiseFunction]
/// public sealed partial record LogCosh : ElementwiseLoss&lt;LogCosh&gt;
/// {
///     private static double Value(double output, double target) => …;
/// }
/// </code>
/// </summary>
/// <remarks>Values are of the precision of the outputs; they are added in double, in order.</remarks>
/// <typeparam name="TSelf">The record itself, with <see cref="ElementwiseFunctionAttribute"/> and a method of two arguments:
/// the output, by which it is differentiated, and the target.</typeparam>
public abstract record ElementwiseLoss<TSelf> : Loss
    where TSelf : ElementwiseLoss<TSelf>, IElementwiseFunction<TSelf>
{
    private const int BlockLength = 256;

    /// <inheritdoc/>
    public override double Evaluate<T>(
        ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> outputGradients = default)
    {
        Check(outputs.Length, targets.Length, outputGradients.Length);
        Operands.CheckOverlap<T>(outputGradients, outputs);
        Operands.CheckOverlap<T>(outputGradients, targets);
        Span<T> values = stackalloc T[BlockLength];
        var sum = 0.0;
        for (var start = 0; start < outputs.Length; start += BlockLength)
        {
            var length = Math.Min(BlockLength, outputs.Length - start);
            var derivatives = outputGradients.IsEmpty ? default : outputGradients.Slice(start, length);
            ElementwiseFunction.Run(
                (TSelf)this, derivatives.IsEmpty ? FunctionPass.Apply : FunctionPass.Differentiate,
                new FunctionOperands<T>(outputs.Slice(start, length), values[..length], derivatives)
                {
                    Second = targets.Slice(start, length),
                });
            foreach (var value in values[..length])
                sum += double.CreateTruncating(value);
        }

        // The derivatives of the mean.
        var weight = 1.0 / outputs.Length;
        foreach (ref var gradient in outputGradients)
            gradient = T.CreateTruncating(weight * double.CreateTruncating(gradient));
        return sum / outputs.Length;
    }

    private static void Check(int outputs, int targets, int gradients)
    {
        if (TSelf.Schema.Arguments.Count != 2)
        {
            throw new NotSupportedException(
                $"{TSelf.Schema.Name} takes {TSelf.Schema.Arguments.Count} arguments " +
                $"({string.Join(", ", TSelf.Schema.Arguments)}); a loss takes two, the output and the target.");
        }

        if (outputs == 0)
            throw new ArgumentException("There are no outputs; a batch has at least one example.", nameof(outputs));
        if (targets != outputs)
        {
            throw new ArgumentException(
                $"targets has {targets} values; it must have {outputs}, as outputs has.", nameof(targets));
        }

        if (gradients != 0 && gradients != outputs)
        {
            throw new ArgumentException(
                $"outputGradients has {gradients} values; it must have {outputs}, as outputs has, or none.",
                "outputGradients");
        }
    }
}
