// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var previousState = ref segment.State(0);
ref var sizeState = ref segment.State(1);
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);
var uniform = L.BroadcastMask(constants.Uniform != 0);
var grow = L.Broadcast(constants.Grow);
var most = L.Broadcast(constants.Most);
var shrink = L.Broadcast(constants.Shrink);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load<TStates>(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var previous = L.LoadState<TStates>(ref previousState, i);
    var scaledPrevious = scaledGradient * previous;
    var size = L.LoadState<TStates>(ref sizeState, i);
    var value = L.LessThan(scaledPrevious, L.Zero);
    var newSize = L.Select(L.GreaterThan(scaledPrevious, L.Zero) & uniform, L.Min(size * grow, most),
        L.Select(value, size * shrink, size));
    var newPrevious = L.ZeroOrSelect(value, scaledGradient);
    var direction = newSize * L.Sign(newPrevious);
    var parameter = L.Load<TStates>(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    L.StoreState<TStates>(newPrevious, ref previousState, i);
    L.StoreState<TStates>(newSize, ref sizeState, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
