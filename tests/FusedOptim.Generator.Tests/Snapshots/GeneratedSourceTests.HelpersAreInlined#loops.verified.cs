// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var mState = ref segment.State(0);
ref var vState = ref segment.State(1);
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);
var beta1 = L.Broadcast(constants.Beta1);
var oneMinusBeta1 = L.Broadcast(constants.OneMinusBeta1);
var beta1Correction = L.Broadcast(constants.Beta1Correction);
var beta2 = L.Broadcast(constants.Beta2);
var oneMinusBeta2 = L.Broadcast(constants.OneMinusBeta2);
var beta2Correction = L.Broadcast(constants.Beta2Correction);
var epsilon = L.Broadcast(constants.Epsilon);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);

for (var i = start; i < end; i += L.Count)
{
    var m = L.LoadState<TStates>(ref mState, i);
    var scaledM = m * beta1;
    var gradient = L.Load<TStates>(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var newM = L.FusedMultiplyAdd(scaledGradient, oneMinusBeta1, scaledM);
    var v = L.LoadState<TStates>(ref vState, i);
    var scaledV = v * beta2;
    var newV = L.FusedMultiplyAdd(scaledGradient * scaledGradient, oneMinusBeta2, scaledV);
    var direction = newM * beta1Correction / (L.Sqrt(newV * beta2Correction) + epsilon);
    var parameter = L.Load<TStates>(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    L.StoreState<TStates>(newM, ref mState, i);
    L.StoreState<TStates>(newV, ref vState, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
