// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var mState = ref segment.State(0);
ref var hessianInput = ref segment.Input(1);
ref readonly var constants = ref segment.Constants<StepConstants>();
var beta = L.Broadcast(constants.Beta);
var oneMinusBeta = L.Broadcast(constants.OneMinusBeta);
var gradientScaleTimesLoss = L.Broadcast(constants.GradientScaleTimesLoss);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);
var constant = L.Broadcast(0.001);

for (var i = start; i < end; i += L.Count)
{
    var m = L.LoadState<TStates>(ref mState, i);
    var scaledM = m * beta;
    var hessian = L.Load<TStates>(ref hessianInput, i);
    var newM = L.FusedMultiplyAdd(hessian, oneMinusBeta, scaledM);
    var gradient = L.Load<TStates>(ref gradients, i);
    var scaledGradient = gradient * gradientScaleTimesLoss;
    var direction = scaledGradient / L.Max(newM, constant);
    var parameter = L.Load<TStates>(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    L.StoreState<TStates>(newM, ref mState, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
