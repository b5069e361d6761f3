// MeasureKernel
ref var gradients = ref segment.Gradient;
ref var sizeSummands = ref segment.Summand(0);
ref readonly var constants = ref segment.Constants<StepConstants>();
var wideGradientScale = D.Broadcast(constants.GradientScale);

for (var i = start; i < end; i += L.Count)
{
    var scaledGradient = D.LoadWide<TStates>(ref gradients, i) * wideGradientScale;
    var size = D.Abs(scaledGradient);

    D.StoreWide(size, ref sizeSummands, i);
}

// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref readonly var constants = ref segment.Constants<StepConstants>();
var uniform = L.Broadcast(constants.Uniform);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load(ref gradients, i);
    var parameter = L.Load(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(gradient, uniform, parameter);

    L.Store(newParameter, ref parameters, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
