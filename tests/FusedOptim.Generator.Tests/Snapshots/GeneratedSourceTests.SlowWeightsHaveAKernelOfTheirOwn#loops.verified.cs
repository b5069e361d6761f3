// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref readonly var constants = ref segment.Constants<StepConstants>();
var negativeGradientScaleTimesLearningRate = L.Broadcast(constants.NegativeGradientScaleTimesLearningRate);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load(ref gradients, i);
    var parameter = L.Load(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(gradient, negativeGradientScaleTimesLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}

// OnIntervalKernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var slowState = ref segment.State(0);
ref readonly var constants = ref segment.Constants<OnIntervalStepConstants>();
var negativeGradientScaleTimesLearningRate = L.Broadcast(constants.NegativeGradientScaleTimesLearningRate);
var lookaheadRate = L.Broadcast(constants.LookaheadRate);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load(ref gradients, i);
    var parameter = L.Load(ref parameters, i);
    var value = L.FusedMultiplyAdd(gradient, negativeGradientScaleTimesLearningRate, parameter);
    var slow = L.Load(ref slowState, i);
    var newParameter = L.FusedMultiplyAdd(value - slow, lookaheadRate, slow);

    L.Store(newParameter, ref parameters, i);
    L.Store(newParameter, ref slowState, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}

// EvaluateKernel
ref var slowState = ref segment.State(0);
ref var evaluationWeights = ref segment.EvaluationWeight;

for (var i = start; i < end; i += L.Count)
{
    var slow = L.Load(ref slowState, i);

    L.Store(slow, ref evaluationWeights, i);
}
