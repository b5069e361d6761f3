// ApplyKernel
ref var outputs = ref segment.First;
ref var targets = ref segment.Second;
ref var values = ref segment.Value;
ref readonly var constants = ref segment.Constants<ApplyStepConstants>();
var delta = L.Broadcast(constants.Delta);
var uniform = L.Broadcast(constants.Uniform);
var half = L.Broadcast(0.5);

for (var i = start; i < end; i += L.Count)
{
    var output = L.Load(ref outputs, i);
    var target = L.Load(ref targets, i);
    var error = output - target;
    var size = L.Abs(error);
    var result = L.Select(L.LessThanOrEqual(size, delta), error * (error * half), delta * (size - uniform));

    L.Store(result, ref values, i);
}

// DifferentiateKernel
ref var outputs = ref segment.First;
ref var targets = ref segment.Second;
ref var values = ref segment.Value;
ref var derivatives = ref segment.Derivative;
ref readonly var constants = ref segment.Constants<DifferentiateStepConstants>();
var delta = L.Broadcast(constants.Delta);
var uniform = L.Broadcast(constants.Uniform);
var half = L.Broadcast(0.5);

for (var i = start; i < end; i += L.Count)
{
    var output = L.Load(ref outputs, i);
    var target = L.Load(ref targets, i);
    var error = output - target;
    var size = L.Abs(error);
    var sizeDerivative = L.Sign(error);
    var value = L.LessThanOrEqual(size, delta);
    var value2 = error * half;
    var result = L.Select(value, error * value2, delta * (size - uniform));
    var derivative = L.Select(value, value2 + value2, sizeDerivative * delta);

    L.Store(result, ref values, i);
    L.Store(derivative, ref derivatives, i);
}
