// ApplyKernelOfFloat
ref var xs = ref segment.First;
ref var values = ref segment.Value;

for (var i = start; i < end; i++)
{
    var x = Unsafe.Add(ref xs, i);
    var negativeX = -x;

    // Exp(x) = 2^k · e^r: k = round(x / ln 2), r = x − k · ln 2, |r| ≤ ln 2 / 2, e^r by a polynomial.
    var expArgument = negativeX > 89f ? 89f : negativeX < (-104f) ? (-104f) : negativeX;
    var expPower = MathF.Round(expArgument * 1.442695f);
    var expLeading = KernelMath.FusedMultiplyAdd(expPower, (-0.6931472f), expArgument);
    var expRest = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading);
    var value = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading - expRest);
    var expSeries = KernelMath.FusedMultiplyAdd(0.0001985317f, expRest, 0.00139409082f);
    var expSeries2 = KernelMath.FusedMultiplyAdd(expSeries, expRest, 0.008333377f);
    var expSeries3 = KernelMath.FusedMultiplyAdd(expSeries2, expRest, 0.041666355f);
    var expSeries4 = KernelMath.FusedMultiplyAdd(expSeries3, expRest, 0.166666672f);
    var expSeries5 = KernelMath.FusedMultiplyAdd(expSeries4, expRest, 0.5f);
    var expMinusOne = expRest + KernelMath.FusedMultiplyAdd(expRest * expRest, expSeries5, value);

    var result = x * KernelMath.ScaleB(expMinusOne + 1f, expPower);

    Unsafe.Add(ref values, i) = result;
}

// DifferentiateKernelOfFloat
ref var xs = ref segment.First;
ref var values = ref segment.Value;
ref var derivatives = ref segment.Derivative;

for (var i = start; i < end; i++)
{
    var x = Unsafe.Add(ref xs, i);
    var negativeX = -x;

    // Exp(x) = 2^k · e^r: k = round(x / ln 2), r = x − k · ln 2, |r| ≤ ln 2 / 2, e^r by a polynomial.
    var expArgument = negativeX > 89f ? 89f : negativeX < (-104f) ? (-104f) : negativeX;
    var expPower = MathF.Round(expArgument * 1.442695f);
    var expLeading = KernelMath.FusedMultiplyAdd(expPower, (-0.6931472f), expArgument);
    var expRest = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading);
    var value = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading - expRest);
    var expSeries = KernelMath.FusedMultiplyAdd(0.0001985317f, expRest, 0.00139409082f);
    var expSeries2 = KernelMath.FusedMultiplyAdd(expSeries, expRest, 0.008333377f);
    var expSeries3 = KernelMath.FusedMultiplyAdd(expSeries2, expRest, 0.041666355f);
    var expSeries4 = KernelMath.FusedMultiplyAdd(expSeries3, expRest, 0.166666672f);
    var expSeries5 = KernelMath.FusedMultiplyAdd(expSeries4, expRest, 0.5f);
    var expMinusOne = expRest + KernelMath.FusedMultiplyAdd(expRest * expRest, expSeries5, value);
    var value2 = KernelMath.ScaleB(expMinusOne + 1f, expPower);

    var result = x * value2;
    var derivative = KernelMath.FusedMultiplyAdd(x, -value2, value2);

    Unsafe.Add(ref values, i) = result;
    Unsafe.Add(ref derivatives, i) = derivative;
}
