// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var mState = ref segment.State(0);
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);
var momentum = L.Broadcast(constants.Momentum);
var decayFactor = L.Broadcast(constants.DecayFactor);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load<TStates>(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var m = L.LoadState<TStates>(ref mState, i);
    var newM = L.FusedMultiplyAdd(m, momentum, scaledGradient);
    var parameter = L.Load<TStates>(ref parameters, i);
    var decayedParameter =
        L.Select(L.GreaterThanOrEqual(newM * parameter, L.Zero), parameter * decayFactor, parameter);
    var newParameter = L.FusedMultiplyAdd(newM, negativeLearningRate, decayedParameter);

    L.Store(newParameter, ref parameters, i);
    L.StoreState<TStates>(newM, ref mState, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
