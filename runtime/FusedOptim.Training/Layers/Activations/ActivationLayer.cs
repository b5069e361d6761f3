using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.Execution;
using FusedOptim.Functions;
using FusedOptim.Memory;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// Applies a function to each value. In training one pass gives values and derivatives, which share what they have in common;
/// the derivatives are kept for <see cref="Backward"/>.
/// </summary>
internal sealed class ActivationLayer<TFunction, T>(TFunction function, WorkerTeam team) : ParallelLayer<T>(team)
    where TFunction : class, IElementwiseFunction<TFunction>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Whole vectors and cache lines, and enough of them for the call of a kernel.
    private const int BlockLength = 512;

    private readonly ScratchMemory<T> _derivatives = new();
    private bool _isTraining;

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        _isTraining = pass.IsTraining;
        // Grown here, not by the threads.
        if (_isTraining)
            _derivatives.Take(inputs.Length);
        Share(LayerPhase.Forward, BlockCount(inputs.Length), inputs, default, outputs);
    }

    public override void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        if (!inputGradients.IsEmpty)
            Share(LayerPhase.Backward, BlockCount(inputs.Length), inputs, outputGradients, inputGradients);
    }

    protected override void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients,
        Span<T> results)
    {
        var first = start * BlockLength;
        var length = (int)Math.Min((long)end * BlockLength, inputs.Length) - first;
        if (length <= 0)
            return;
        var derivatives = _isTraining ? _derivatives.Take(inputs.Length).Slice(first, length) : default;
        if (phase == LayerPhase.Backward)
        {
            Multiply(gradients.Slice(first, length), derivatives, results.Slice(first, length));
            return;
        }

        ElementwiseFunction.Run(
            function, _isTraining ? FunctionKernel.Differentiate : FunctionKernel.Apply,
            new FunctionOperands<T>(inputs.Slice(first, length), results.Slice(first, length), derivatives));
    }

    private static int BlockCount(int length) => (length + BlockLength - 1) / BlockLength;

    private static void Multiply(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> products)
    {
        var aVectors = MemoryMarshal.Cast<T, Vector<T>>(a);
        var bVectors = MemoryMarshal.Cast<T, Vector<T>>(b);
        var productVectors = MemoryMarshal.Cast<T, Vector<T>>(products);
        for (var i = 0; i < productVectors.Length; i++)
            productVectors[i] = aVectors[i] * bVectors[i];
        for (var i = productVectors.Length * Vector<T>.Count; i < products.Length; i++)
            products[i] = a[i] * b[i];
    }
}
