// ScalarKernel
var momentum = (float)constants.Momentum;
var negativeGradientScaleTimesLearningRate = (float)constants.NegativeGradientScaleTimesLearningRate;
var negativeLearningRateTimesWeightDecay = (float)constants.NegativeLearningRateTimesWeightDecay;

for (nuint i = 0; i < count; i++)
{
    var velocity = Unsafe.Add(ref velocityState, i);
    var gradient = Unsafe.Add(ref gradients, i);
    var newVelocity = KernelMath.FusedMultiplyAdd(gradient, negativeGradientScaleTimesLearningRate, velocity * momentum);
    var parameter = Unsafe.Add(ref parameters, i);
    var newParameter = KernelMath.FusedMultiplyAdd(parameter, negativeLearningRateTimesWeightDecay, parameter + newVelocity);

    Unsafe.Add(ref parameters, i) = newParameter;
    Unsafe.Add(ref velocityState, i) = newVelocity;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}
