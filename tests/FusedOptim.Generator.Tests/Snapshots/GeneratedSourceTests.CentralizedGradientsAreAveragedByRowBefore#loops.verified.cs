// MeasureGradientKernel
ref var gradients = ref segment.Gradient;
ref var gradientSumSummands = ref segment.Summand(0);
ref readonly var constants = ref segment.Constants<MeasureGradientStepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);

// One sum for each block; elements are added in the same order at every width.
var all = (nuint)segment.Count;
var gradientSumAccumulator = segment.Accumulator(0);
for (var first = start; first < all; first += BlockReduction.Length)
{
    var gradientSumSum = default(TSum);
    var blockEnd = Math.Min(first + BlockReduction.Length, end);
    for (var i = first; i < blockEnd; i += L.Count)
    {
        var gradient = L.Load(ref gradients, i);
        var scaledGradient = gradient * gradientScale;
        var gradientSum = D.Widen(scaledGradient);

        gradientSumSum.Add(gradientSum, ref gradientSumSummands, i, gradientSumAccumulator);
    }

    gradientSumSum.Finish(ref gradientSumSummands, first, blockEnd, all, gradientSumAccumulator);
}

// AverageGradientKernel
ref var gradientSumValues = ref segment.State(0);
ref var gradientMeanValues = ref segment.State(1);
ref readonly var constants = ref segment.Constants<AverageGradientStepConstants>();
var reciprocalColumns = L.Broadcast(constants.ReciprocalColumns);
var isVector = L.BroadcastMask(constants.IsVector != 0);

for (var i = start; i < end; i += L.Count)
{
    var gradientSum = L.Load(ref gradientSumValues, i);
    var scaledGradientSum = gradientSum * reciprocalColumns;
    var newGradientMean = L.AndNot(scaledGradientSum, isVector);

    L.Store(newGradientMean, ref gradientMeanValues, i);
}

// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var gradientMeanValues = ref segment.State(1);
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);

for (var i = start; i < end; i += L.Count)
{
    var gradientMean = L.Load(ref gradientMeanValues, i);
    var negativeGradientMean = -gradientMean;
    var gradient = L.Load(ref gradients, i);
    var newParameter = L.FusedMultiplyAdd(gradient, gradientScale, negativeGradientMean);

    L.Store(newParameter, ref parameters, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
