// ScalarKernel
var gradientScale = (float)constants.GradientScale;
var beta1 = (float)constants.Beta1;
var oneMinusBeta1 = (float)constants.OneMinusBeta1;
var reciprocalOneMinusBeta1ToTheStep = (float)constants.ReciprocalOneMinusBeta1ToTheStep;
var beta2 = (float)constants.Beta2;
var oneMinusBeta2 = (float)constants.OneMinusBeta2;
var reciprocalOneMinusBeta2ToTheStep = (float)constants.ReciprocalOneMinusBeta2ToTheStep;
var epsilon = (float)constants.Epsilon;
var negativeLearningRate = (float)constants.NegativeLearningRate;

for (nuint i = 0; i < count; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var m = Unsafe.Add(ref mState, i);
    var newM = KernelMath.FusedMultiplyAdd(scaledGradient, oneMinusBeta1, m * beta1);
    var v = Unsafe.Add(ref vState, i);
    var newV = KernelMath.FusedMultiplyAdd(scaledGradient * scaledGradient, oneMinusBeta2, v * beta2);
    var direction = newM * reciprocalOneMinusBeta1ToTheStep / (MathF.Sqrt(newV * reciprocalOneMinusBeta2ToTheStep) + epsilon);
    var parameter = Unsafe.Add(ref parameters, i);
    var newParameter = KernelMath.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    Unsafe.Add(ref parameters, i) = newParameter;
    Unsafe.Add(ref mState, i) = newM;
    Unsafe.Add(ref vState, i) = newV;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}
