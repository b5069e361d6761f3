// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var velocityState = ref segment.State(0);
ref readonly var constants = ref segment.Constants<StepConstants>();
var momentum = L.Broadcast(constants.Momentum);
var negativeGradientScaleTimesLearningRate = L.Broadcast(constants.NegativeGradientScaleTimesLearningRate);
var negativeLearningRateTimesWeightDecay = L.Broadcast(constants.NegativeLearningRateTimesWeightDecay);

for (var i = start; i < end; i += L.Count)
{
    var velocity = L.LoadState<TStates>(ref velocityState, i);
    var scaledVelocity = velocity * momentum;
    var gradient = L.Load<TStates>(ref gradients, i);
    var newVelocity = L.FusedMultiplyAdd(gradient, negativeGradientScaleTimesLearningRate, scaledVelocity);
    var parameter = L.Load<TStates>(ref parameters, i);
    var newParameter =
        L.FusedMultiplyAdd(parameter, negativeLearningRateTimesWeightDecay, parameter + newVelocity);

    L.Store(newParameter, ref parameters, i);
    L.StoreState<TStates>(newVelocity, ref velocityState, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
