// ScalarKernel
var gradientScale = (float)constants.GradientScale;
var decays = constants.Decays != 0;
var weightDecay = (float)constants.WeightDecay;
var negativeLearningRate = (float)constants.NegativeLearningRate;

for (nuint i = 0; i < count; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var parameter = Unsafe.Add(ref parameters, i);
    var decayedGradient = KernelMath.FusedMultiplyAdd(decays ? parameter : 0f, weightDecay, scaledGradient);
    var newParameter = KernelMath.FusedMultiplyAdd(decayedGradient, negativeLearningRate, parameter);

    Unsafe.Add(ref parameters, i) = newParameter;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}
