// ScalarApplyKernel
for (nuint i = 0; i < count; i++)
{
    var x = Unsafe.Add(ref xs, i);
    var value = -x;
    var expArgument = value > 89f ? 89f : value < -104f ? -104f : value;
    var expPower = MathF.Round(expArgument * 1.442695f);
    var expLeading = KernelMath.FusedMultiplyAdd(expPower, -0.6931472f, expArgument);
    var expRest = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading);
    var value2 = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading - expRest);
    var expSeries = KernelMath.FusedMultiplyAdd(0.0001985317f, expRest, 0.00139409082f);
    var expSeries2 = KernelMath.FusedMultiplyAdd(expSeries, expRest, 0.008333377f);
    var expSeries3 = KernelMath.FusedMultiplyAdd(expSeries2, expRest, 0.041666355f);
    var expSeries4 = KernelMath.FusedMultiplyAdd(expSeries3, expRest, 0.166666672f);
    var expSeries5 = KernelMath.FusedMultiplyAdd(expSeries4, expRest, 0.5f);
    var expMinusOne = expRest + KernelMath.FusedMultiplyAdd(expRest * expRest, expSeries5, value2);
    var result = x * KernelMath.ScaleB(expMinusOne + 1f, expPower);

    Unsafe.Add(ref values, i) = result;
}

// ScalarDifferentiateKernel
for (nuint i = 0; i < count; i++)
{
    var x = Unsafe.Add(ref xs, i);
    var value = -x;
    var expArgument = value > 89f ? 89f : value < -104f ? -104f : value;
    var expPower = MathF.Round(expArgument * 1.442695f);
    var expLeading = KernelMath.FusedMultiplyAdd(expPower, -0.6931472f, expArgument);
    var expRest = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading);
    var value2 = KernelMath.FusedMultiplyAdd(expPower, 1.90465421E-09f, expLeading - expRest);
    var expSeries = KernelMath.FusedMultiplyAdd(0.0001985317f, expRest, 0.00139409082f);
    var expSeries2 = KernelMath.FusedMultiplyAdd(expSeries, expRest, 0.008333377f);
    var expSeries3 = KernelMath.FusedMultiplyAdd(expSeries2, expRest, 0.041666355f);
    var expSeries4 = KernelMath.FusedMultiplyAdd(expSeries3, expRest, 0.166666672f);
    var expSeries5 = KernelMath.FusedMultiplyAdd(expSeries4, expRest, 0.5f);
    var expMinusOne = expRest + KernelMath.FusedMultiplyAdd(expRest * expRest, expSeries5, value2);
    var value3 = KernelMath.ScaleB(expMinusOne + 1f, expPower);
    var result = x * value3;
    var derivative = KernelMath.FusedMultiplyAdd(x, -value3, value3);

    Unsafe.Add(ref values, i) = result;
    Unsafe.Add(ref derivatives, i) = derivative;
}
