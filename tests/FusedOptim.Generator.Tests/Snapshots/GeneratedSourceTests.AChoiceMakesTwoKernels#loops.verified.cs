// ScalarKernel
var gradientScale = (float)constants.GradientScale;
var momentum = (float)constants.Momentum;
var negativeLearningRate = (float)constants.NegativeLearningRate;

for (nuint i = 0; i < count; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var m = Unsafe.Add(ref mState, i);
    var newM = KernelMath.FusedMultiplyAdd(m, momentum, scaledGradient);
    var parameter = Unsafe.Add(ref parameters, i);
    var newParameter = KernelMath.FusedMultiplyAdd(newM, negativeLearningRate, parameter);

    Unsafe.Add(ref parameters, i) = newParameter;
    Unsafe.Add(ref mState, i) = newM;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}

// ScalarNesterovKernel
var gradientScale = (float)constants.GradientScale;
var momentum = (float)constants.Momentum;
var negativeLearningRate = (float)constants.NegativeLearningRate;

for (nuint i = 0; i < count; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var m = Unsafe.Add(ref mState, i);
    var newM = KernelMath.FusedMultiplyAdd(m, momentum, scaledGradient);
    var direction = KernelMath.FusedMultiplyAdd(momentum, newM, scaledGradient);
    var parameter = Unsafe.Add(ref parameters, i);
    var newParameter = KernelMath.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    Unsafe.Add(ref parameters, i) = newParameter;
    Unsafe.Add(ref mState, i) = newM;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}
