// ScalarApplyKernel
var delta = (float)constants.Delta;
var uniform = (float)constants.Uniform;

for (nuint i = 0; i < count; i++)
{
    var output = Unsafe.Add(ref outputs, i);
    var target = Unsafe.Add(ref targets, i);
    var error = output - target;
    var size = MathF.Abs(error);
    var result = size <= delta ? error * (error * 0.5f) : delta * (size - uniform);

    Unsafe.Add(ref values, i) = result;
}

// ScalarDifferentiateKernel
var delta = (float)constants.Delta;
var uniform = (float)constants.Uniform;

for (nuint i = 0; i < count; i++)
{
    var output = Unsafe.Add(ref outputs, i);
    var target = Unsafe.Add(ref targets, i);
    var error = output - target;
    var size = MathF.Abs(error);
    var sizeDerivative = error > 0f ? 1f : error < 0f ? -1f : error;
    var value = size <= delta;
    var value2 = error * 0.5f;
    var result = value ? error * value2 : delta * (size - uniform);
    var derivative = value ? value2 + value2 : sizeDerivative * delta;

    Unsafe.Add(ref values, i) = result;
    Unsafe.Add(ref derivatives, i) = derivative;
}
