using FusedOptim.LinearAlgebra;

namespace FusedOptim.Training.Layers;

/// <summary>The windows of examples that are images.</summary>
internal static class ExampleWindows
{
    /// <summary>Gets the windows of an image, and throws where they do not fit into it.</summary>
    /// <param name="image">The shape of the image.</param>
    /// <param name="window">The size of a window.</param>
    /// <param name="stride">The distance from window to window.</param>
    /// <param name="padding">The number of pixels of zeros on each side.</param>
    /// <param name="argument">The argument that is at fault.</param>
    /// <exception cref="ArgumentException">A window is larger than the image with its padding, or that has too many values.</exception>
    public static ImageWindows Of(ExampleShape image, KernelSize window, int stride, int padding, string argument)
    {
        var (height, width) = (image.Height + 2L * padding, image.Width + 2L * padding);
        var padded = padding == 0 ? "" : Invariant($" with a padding of {padding}");
        if (window.Height > height || window.Width > width)
        {
            var advice = image.Width == 1
                ? "Put the shape of the images in front of the model, such as new Input(28, 28, 1)"
                : "Make it smaller, or leave out a pool or a stride before it";
            throw new ArgumentException(
                Invariant($"A window of {window} does not fit into {image.Height} × {image.Width} pixels{padded}. {advice}."), argument);
        }

        if ((Int128)height * width * image.Features > int.MaxValue)
        {
            throw new ArgumentException(
                Invariant($"An image of {image}{padded} has more than {int.MaxValue} values. Make the padding smaller."), argument);
        }

        return new(image.Height, image.Width, image.Features, window.Height, window.Width, stride, padding);
    }
}
