// MeasureKernel
ref var gradients = ref segment.Gradient;
ref var uValues = ref segment.State(0);
ref readonly var constants = ref segment.Constants<MeasureStepConstants>();
var gradientScaleTimesShrinking = L.Broadcast(constants.GradientScaleTimesShrinking);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load(ref gradients, i);
    var newU = gradient * gradientScaleTimesShrinking;

    L.Store(newU, ref uValues, i);
}

// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var uValues = ref segment.State(0);
ref readonly var constants = ref segment.Constants<StepConstants>();
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);

for (var i = start; i < end; i += L.Count)
{
    var u = L.Load(ref uValues, i);
    var parameter = L.Load(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(u, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
