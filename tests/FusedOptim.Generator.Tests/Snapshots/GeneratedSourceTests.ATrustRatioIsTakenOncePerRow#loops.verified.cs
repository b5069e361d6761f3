// MeasureKernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var trustParameterNormSummands = ref segment.Summand(0);
ref var trustDirectionNormSummands = ref segment.Summand(1);
ref readonly var constants = ref segment.Constants<MeasureStepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var parameter = L.Load(ref parameters, i);
    var value = L.Abs(parameter);
    var trustParameterNorm = D.Widen(value);
    var trustDirectionNorm = D.Widen(L.Abs(scaledGradient));

    D.StoreWide(trustParameterNorm, ref trustParameterNormSummands, i);
    D.StoreWide(trustDirectionNorm, ref trustDirectionNormSummands, i);
}

// TakeRatioKernel
ref var trustParameterNormValues = ref segment.State(0);
ref var trustDirectionNormValues = ref segment.State(1);
ref var trustRatioValues = ref segment.State(2);
ref readonly var constants = ref segment.Constants<TakeRatioStepConstants>();
var trustCoefficient = L.Broadcast(constants.TrustCoefficient);
var one = L.Broadcast(1.0);

for (var i = start; i < end; i += L.Count)
{
    var trustParameterNorm = L.Load(ref trustParameterNormValues, i);
    var trustDirectionNorm = L.Load(ref trustDirectionNormValues, i);
    var normRatio = trustParameterNorm * trustCoefficient / trustDirectionNorm;
    var value = L.GreaterThan(trustParameterNorm, L.Zero) & L.GreaterThan(trustDirectionNorm, L.Zero);
    var newTrustRatio = L.Select(value, normRatio, one);

    L.Store(newTrustRatio, ref trustRatioValues, i);
}

// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var trustRatioValues = ref segment.State(2);
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var trustRatio = L.Load(ref trustRatioValues, i);
    var scaledTrustRatio = scaledGradient * trustRatio;
    var parameter = L.Load(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(scaledTrustRatio, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
