// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var meanState = ref segment.State(0);
ref readonly var constants = ref segment.Constants<StepConstants>();
var negativeGradientScale = L.Broadcast(constants.NegativeGradientScale);
var constant = L.Broadcast(0.125);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load<TStates>(ref gradients, i);
    var parameter = L.Load<TStates>(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(gradient, negativeGradientScale, parameter);
    var mean = L.LoadState<TStates>(ref meanState, i);
    var newMean = L.FusedMultiplyAdd(newParameter - mean, constant, mean);

    L.Store(newParameter, ref parameters, i);
    L.StoreState<TStates>(newMean, ref meanState, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}

// EvaluateKernel
ref var parameters = ref segment.Parameter;
ref var meanState = ref segment.State(0);
ref var evaluationWeights = ref segment.EvaluationWeight;
var half = L.Broadcast(0.5);

for (var i = start; i < end; i += L.Count)
{
    var parameter = L.Load<TStates>(ref parameters, i);
    var mean = L.LoadState<TStates>(ref meanState, i);
    var value = parameter + mean;
    var evaluationWeight = value * half;

    L.Store(evaluationWeight, ref evaluationWeights, i);
}
