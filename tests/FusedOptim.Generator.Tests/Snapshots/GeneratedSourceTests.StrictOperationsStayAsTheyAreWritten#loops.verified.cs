// ScalarKernel
var gradientScale = (float)constants.GradientScale;
var a = (float)constants.A;
var oneMinusA = (float)constants.OneMinusA;
var b = (float)constants.B;
var learningRate = (float)constants.LearningRate;

for (nuint i = 0; i < count; i++)
{
    var gradient = Unsafe.Add(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var m = Unsafe.Add(ref mState, i);
    var newM = m * a + scaledGradient * oneMinusA;
    var direction = newM / b;
    var parameter = Unsafe.Add(ref parameters, i);
    var newParameter = parameter - direction * learningRate;

    Unsafe.Add(ref parameters, i) = newParameter;
    Unsafe.Add(ref mState, i) = newM;
    if (TGradients.Zero)
        Unsafe.Add(ref gradients, i) = 0;
}
