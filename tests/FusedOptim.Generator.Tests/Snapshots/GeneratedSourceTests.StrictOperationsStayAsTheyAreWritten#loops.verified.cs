// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var mState = ref segment.State(0);
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);
var a = L.Broadcast(constants.A);
var oneMinusA = L.Broadcast(constants.OneMinusA);
var b = L.Broadcast(constants.B);
var learningRate = L.Broadcast(constants.LearningRate);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load<TStates>(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var m = L.LoadState<TStates>(ref mState, i);
    var scaledM = m * a;
    var newM = scaledM + scaledGradient * oneMinusA;
    var direction = newM / b;
    var value = direction * learningRate;
    var parameter = L.Load<TStates>(ref parameters, i);
    var newParameter = parameter - value;

    L.Store(newParameter, ref parameters, i);
    L.StoreState<TStates>(newM, ref mState, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
