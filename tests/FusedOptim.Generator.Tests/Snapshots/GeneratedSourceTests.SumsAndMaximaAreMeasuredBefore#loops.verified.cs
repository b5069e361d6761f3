// MeasureKernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var squaresSummands = ref segment.Summand(0);
ref var greatestSummands = ref segment.Summand(1);
ref readonly var constants = ref segment.Constants<StepConstants>();
var wideGradientScale = D.Broadcast(constants.GradientScale);

// One sum for each block; elements are added in the same order at every width.
var all = (nuint)segment.Count;
for (var first = start; first < all; first += BlockReduction.Length)
{
    var squaresSum = default(TSum);
    var blockEnd = Math.Min(first + BlockReduction.Length, end);
    for (var i = first; i < blockEnd; i += L.Count)
    {
        var scaledGradient = D.LoadWide<TStates>(ref gradients, i) * wideGradientScale;
        var parameter = L.Load(ref parameters, i);
        var value = L.Abs(parameter);
        var greatest = D.Widen(value);

        D.StoreWide(greatest, ref greatestSummands, i);
        var squares = scaledGradient * scaledGradient;
        squaresSum.Add(squares, ref squaresSummands, i);
    }

    squaresSum.Finish(ref squaresSummands, first, blockEnd, all);
}

// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScaleTimesReciprocalRootSquares = L.Broadcast(constants.GradientScaleTimesReciprocalRootSquares);
var greatest = L.Broadcast(constants.Greatest);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load(ref gradients, i);
    var scaledGradient = gradient * gradientScaleTimesReciprocalRootSquares;
    var direction = L.Min(scaledGradient, greatest);
    var parameter = L.Load(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
