// KernelOfFloat
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = (float)constants.GradientScale;
var reciprocalTemperature = (float)constants.ReciprocalTemperature;
var negativeLearningRate = (float)constants.NegativeLearningRate;

for (var i = start; i < end; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var parameter = Unsafe.Add(ref parameters, i);
    var value = parameter * -parameter * reciprocalTemperature;

    // Exp(x) = 2^k · e^r: k = round(x / ln 2), r = x − k · ln 2, |r| ≤ ln 2 / 2, e^r by a polynomial.
    var expArgument = value > 89f ? 89f : value < (-104f) ? (-104f) : value;
    var expPower = MathF.Round(expArgument * 1.442695f);
    var expLeading = KernelMath.FusedMultiplyAdd(expPower, (-0.6931472f), expArgument);
    var expRest = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading);
    var value2 = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading - expRest);
    var expSeries = KernelMath.FusedMultiplyAdd(0.0001985317f, expRest, 0.00139409082f);
    var expSeries2 = KernelMath.FusedMultiplyAdd(expSeries, expRest, 0.008333377f);
    var expSeries3 = KernelMath.FusedMultiplyAdd(expSeries2, expRest, 0.041666355f);
    var expSeries4 = KernelMath.FusedMultiplyAdd(expSeries3, expRest, 0.166666672f);
    var expSeries5 = KernelMath.FusedMultiplyAdd(expSeries4, expRest, 0.5f);
    var expMinusOne = expRest + KernelMath.FusedMultiplyAdd(expRest * expRest, expSeries5, value2);

    var direction = scaledGradient * KernelMath.ScaleB(expMinusOne + 1f, expPower);
    var newParameter = KernelMath.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    Unsafe.Add(ref parameters, i) = newParameter;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}
