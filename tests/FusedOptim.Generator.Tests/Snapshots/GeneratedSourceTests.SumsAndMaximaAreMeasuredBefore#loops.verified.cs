// ScalarMeasureKernel
var wideGradientScale = constants.GradientScale;

for (nuint i = 0; i < count; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var scaledGradient = (double)gradient * wideGradientScale;
    var squares = scaledGradient * scaledGradient;
    var parameter = Unsafe.Add(ref parameters, i);
    var greatest = (double)MathF.Abs(parameter);

    Unsafe.Add(ref squaresSummands, i) = squares;
    Unsafe.Add(ref greatestSummands, i) = greatest;
}

// ScalarKernel
var gradientScaleTimesReciprocalRootSquares = (float)constants.GradientScaleTimesReciprocalRootSquares;
var greatest = (float)constants.Greatest;
var negativeLearningRate = (float)constants.NegativeLearningRate;

for (nuint i = 0; i < count; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var direction = MathF.Min(gradient * gradientScaleTimesReciprocalRootSquares, greatest);
    var parameter = Unsafe.Add(ref parameters, i);
    var newParameter = KernelMath.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    Unsafe.Add(ref parameters, i) = newParameter;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}
