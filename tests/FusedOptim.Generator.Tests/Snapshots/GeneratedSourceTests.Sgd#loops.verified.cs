// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);
var decays = L.BroadcastMask(constants.Decays != 0);
var weightDecay = L.Broadcast(constants.WeightDecay);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var parameter = L.Load(ref parameters, i);
    var decayedGradient = L.FusedMultiplyAdd(decays & parameter, weightDecay, scaledGradient);
    var newParameter = L.FusedMultiplyAdd(decayedGradient, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
