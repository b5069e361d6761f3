// ScalarKernel
var gradientScale = (float)constants.GradientScale;
var uniform = constants.Uniform != 0;
var grow = (float)constants.Grow;
var most = (float)constants.Most;
var shrink = (float)constants.Shrink;
var negativeLearningRate = (float)constants.NegativeLearningRate;

for (nuint i = 0; i < count; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var previous = Unsafe.Add(ref previousState, i);
    var value = scaledGradient * previous;
    var size = Unsafe.Add(ref sizeState, i);
    var value2 = value < 0f;
    var newSize = value > 0f & uniform ? MathF.Min(size * grow, most) : value2 ? size * shrink : size;
    var newPrevious = value2 ? 0f : scaledGradient;
    var direction = newSize * (newPrevious > 0f ? 1f : newPrevious < 0f ? -1f : newPrevious);
    var parameter = Unsafe.Add(ref parameters, i);
    var newParameter = KernelMath.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    Unsafe.Add(ref parameters, i) = newParameter;
    Unsafe.Add(ref previousState, i) = newPrevious;
    Unsafe.Add(ref sizeState, i) = newSize;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}
