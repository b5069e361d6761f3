// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var hState = ref segment.State(0);
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);
var constant = L.Broadcast(1E-08);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load<TStates>(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var h = L.LoadState<TStates>(ref hState, i);
    var rootH = L.Sqrt(h);
    var direction = scaledGradient / (rootH + constant);
    var parameter = L.Load<TStates>(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}

// OnIntervalKernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var hState = ref segment.State(0);
ref readonly var constants = ref segment.Constants<OnIntervalStepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);
var beta = L.Broadcast(constants.Beta);
var oneMinusBeta = L.Broadcast(constants.OneMinusBeta);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);
var constant = L.Broadcast(1E-08);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load<TStates>(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var h = L.LoadState<TStates>(ref hState, i);
    var scaledH = h * beta;
    var newH = L.FusedMultiplyAdd(scaledGradient, scaledGradient * oneMinusBeta, scaledH);
    var direction = scaledGradient / (L.Sqrt(newH) + constant);
    var parameter = L.Load<TStates>(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    L.StoreState<TStates>(newH, ref hState, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
