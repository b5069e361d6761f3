// ScalarKernel
var negativeGradientScale = (float)constants.NegativeGradientScale;

for (nuint i = 0; i < count; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var parameter = Unsafe.Add(ref parameters, i);
    var newParameter = KernelMath.FusedMultiplyAdd(gradient, negativeGradientScale, parameter);
    var mean = Unsafe.Add(ref meanState, i);
    var newMean = KernelMath.FusedMultiplyAdd(newParameter - mean, 0.125f, mean);

    Unsafe.Add(ref parameters, i) = newParameter;
    Unsafe.Add(ref meanState, i) = newMean;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}

// ScalarEvaluateKernel
for (nuint i = 0; i < count; i++)
{
    var parameter = Unsafe.Add(ref parameters, i);
    var mean = Unsafe.Add(ref meanState, i);
    var evaluationWeight = (parameter + mean) * 0.5f;

    Unsafe.Add(ref evaluationWeights, i) = evaluationWeight;
}
