using System.Numerics;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Tests.LinearAlgebra;

/// <summary>A convolution by loops over pixels, in the order that the products document.</summary>
internal sealed class PlainConvolution<T>(ImageWindows windows, int outputs)
    where T : IBinaryFloatingPointIeee754<T>
{
    // Derivatives by inputs are summed block by block of so many windows.
    private const int WindowBlock = 128;

    public T[] Outputs(T[] images, T[] weights, T[] bias)
    {
        var results = new T[images.Length / windows.ImageSize * windows.Count * outputs];
        for (var i = 0; i < results.Length; i++)
        {
            var (window, output) = Math.DivRem(i, outputs);
            var sum = bias[output];
            for (var value = 0; value < windows.WindowSize; value++)
            {
                var place = Place(window, value);
                sum = T.FusedMultiplyAdd(place < 0 ? T.Zero : images[place], weights[output * windows.WindowSize + value], sum);
            }

            results[i] = sum;
        }

        return results;
    }

    public T[] WeightGradients(T[] images, T[] gradients, T[] results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            var (output, value) = Math.DivRem(i, windows.WindowSize);
            var sum = T.Zero;
            for (var window = 0; window < gradients.Length / outputs; window++)
            {
                var place = Place(window, value);
                sum = T.FusedMultiplyAdd(place < 0 ? T.Zero : images[place], gradients[window * outputs + output], sum);
            }

            results[i] += sum;
        }

        return results;
    }

    public T[] InputGradients(T[] gradients, T[] weights)
    {
        var count = gradients.Length / windows.Count / outputs;
        var results = new T[count * windows.ImageSize];
        for (var image = 0; image < count; image++)
        {
            for (var block = 0; block < windows.Count; block += WindowBlock)
            {
                for (var value = 0; value < windows.WindowSize; value++)
                {
                    for (var i = block; i < Math.Min(block + WindowBlock, windows.Count); i++)
                        Add(image * windows.Count + i, value);
                }
            }
        }

        return results;

        void Add(int window, int value)
        {
            if (Place(window, value) is not (>= 0 and var place))
                return;
            for (var output = 0; output < outputs; output++)
            {
                results[place] = T.FusedMultiplyAdd(
                    gradients[window * outputs + output], weights[output * windows.WindowSize + value], results[place]);
            }
        }
    }

    // Where a value of a window is, over all images; below 0 in the padding.
    private int Place(int window, int value)
    {
        var (image, position) = Math.DivRem(window, windows.Count);
        var (pixel, channel) = Math.DivRem(value, windows.Channels);
        var row = position / windows.Columns * windows.Stride + pixel / windows.WindowWidth - windows.Padding;
        var column = position % windows.Columns * windows.Stride + pixel % windows.WindowWidth - windows.Padding;
        return row < 0 || row >= windows.Height || column < 0 || column >= windows.Width
            ? -1
            : ((image * windows.Height + row) * windows.Width + column) * windows.Channels + channel;
    }
}
