using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;
using FusedOptim.Functions;

namespace FusedOptim.Training.Losses;

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
/// <remarks>Values are of the precision of the outputs; they are added in double, in order. Where a value or a derivative is not
/// finite in single precision, its block of 256 outputs is computed again in double: only what double cannot hold is not
/// finite.</remarks>
/// <typeparam name="TSelf">The record itself, with <see cref="ElementwiseFunctionAttribute"/> and a method of two arguments:
/// the output, by which it is differentiated, and the target.</typeparam>
public abstract record ElementwiseLoss<TSelf> : TargetLoss
    where TSelf : ElementwiseLoss<TSelf>, IElementwiseFunction<TSelf>
{
    private const int BlockLength = 256;

    /// <summary>Initializes a new instance.</summary>
    /// <exception cref="NotSupportedException">The function does not take two arguments.</exception>
    protected ElementwiseLoss()
    {
        if (TSelf.Schema.Arguments.Count != 2)
        {
            throw new NotSupportedException(
                $"{TSelf.Schema.Name} takes {TSelf.Schema.Arguments.Count} arguments " +
                $"({string.Join(", ", TSelf.Schema.Arguments)}); a loss takes two, the output and the target.");
        }
    }

    /// <inheritdoc/>
    public override double Evaluate<T>(
        ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> outputGradients = default)
    {
        Check(outputs.Length, targets.Length, outputGradients.Length);
        Operands.CheckOverlap<T>(outputGradients, outputs);
        Operands.CheckOverlap<T>(outputGradients, targets);
        Span<T> values = stackalloc T[BlockLength];
        var sum = 0.0;
        // The derivatives are of the mean.
        var weight = 1.0 / outputs.Length;
        for (var start = 0; start < outputs.Length; start += BlockLength)
        {
            var length = Math.Min(BlockLength, outputs.Length - start);
            var derivatives = outputGradients.IsEmpty ? default : outputGradients.Slice(start, length);
            Run(outputs.Slice(start, length), targets.Slice(start, length), values[..length], derivatives);
            if (typeof(T) == typeof(float) && !(AreFinite<T>(values[..length]) && AreFinite<T>(derivatives)))
            {
                sum = AddInDouble(sum, outputs.Slice(start, length), targets.Slice(start, length), derivatives, weight);
                continue;
            }

            foreach (var value in values[..length])
                sum += double.CreateTruncating(value);
            foreach (ref var derivative in derivatives)
                derivative = T.CreateTruncating(weight * double.CreateTruncating(derivative));
        }

        return sum / outputs.Length;
    }

    private double AddInDouble<T>(
        double sum, ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> derivatives, double weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> wideOutputs = stackalloc double[BlockLength];
        Span<double> wideTargets = stackalloc double[BlockLength];
        Span<double> wideDerivatives = stackalloc double[BlockLength];
        Span<double> values = stackalloc double[BlockLength];
        for (var i = 0; i < outputs.Length; i++)
            (wideOutputs[i], wideTargets[i]) = (double.CreateTruncating(outputs[i]), double.CreateTruncating(targets[i]));
        Run(
            wideOutputs[..outputs.Length], wideTargets[..outputs.Length], values[..outputs.Length],
            wideDerivatives[..derivatives.Length]);
        foreach (var value in values[..outputs.Length])
            sum += value;
        for (var i = 0; i < derivatives.Length; i++)
            derivatives[i] = T.CreateTruncating(weight * wideDerivatives[i]);
        return sum;
    }

    private void Run<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> values, Span<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ElementwiseFunction.Run(
            (TSelf)this, derivatives.IsEmpty ? FunctionKernel.Apply : FunctionKernel.Differentiate,
            new FunctionOperands<T>(outputs, values, derivatives) { Second = targets });

    private static bool AreFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged =>
        !MemoryMarshal.Cast<T, float>(values).ContainsAnyExceptInRange(float.MinValue, float.MaxValue);

    private static void Check(int outputs, int targets, int outputGradients)
    {
        if (outputs == 0)
            throw new ArgumentException("There are no outputs; a batch has at least one example.", nameof(outputs));
        if (targets != outputs)
        {
            throw new ArgumentException(
                Invariant($"targets has {targets} values; it must have {outputs}, as outputs has."), nameof(targets));
        }

        if (outputGradients != 0 && outputGradients != outputs)
        {
            throw new ArgumentException(
                Invariant($"outputGradients has {outputGradients} values; it must have {outputs}, as outputs has, or none."),
                nameof(outputGradients));
        }
    }
}
