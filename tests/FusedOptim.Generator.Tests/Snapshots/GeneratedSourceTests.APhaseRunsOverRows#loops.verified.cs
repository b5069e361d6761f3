// MeasureKernel
ref var gradients = ref segment.Gradient;
ref var squaresSummands = ref segment.Summand(0);
ref readonly var constants = ref segment.Constants<MeasureStepConstants>();
var wideGradientScale = D.Broadcast(constants.GradientScale);

// One sum for each block; elements are added in the same order at every width.
var all = (nuint)segment.Count;
var squaresAccumulator = segment.Accumulator(0);
for (var first = start; first < all; first += BlockReduction.Length)
{
    var squaresSum = default(TSum);
    var blockEnd = Math.Min(first + BlockReduction.Length, end);
    for (var i = first; i < blockEnd; i += L.Count)
    {
        var scaledGradient = D.LoadWide<TStates>(ref gradients, i) * wideGradientScale;

        var squares = scaledGradient * scaledGradient;
        squaresSum.Add(squares, ref squaresSummands, i, squaresAccumulator);
    }

    squaresSum.Finish(ref squaresSummands, first, blockEnd, all, squaresAccumulator);
}

// GatherRowsKernel
ref var mostState = ref segment.State(0);
ref var squaresValues = ref segment.State(1);

for (var i = start; i < end; i += L.Count)
{
    var most = L.Load(ref mostState, i);
    var squares = L.Load(ref squaresValues, i);
    var newMost = L.Max(most, squares);

    L.Store(newMost, ref mostState, i);
}

// Kernel
ref var parameters = ref segment.Parameter;
ref var gradients = ref segment.Gradient;
ref var mostState = ref segment.State(0);
ref readonly var constants = ref segment.Constants<StepConstants>();
var gradientScale = L.Broadcast(constants.GradientScale);
var negativeLearningRate = L.Broadcast(constants.NegativeLearningRate);

for (var i = start; i < end; i += L.Count)
{
    var gradient = L.Load(ref gradients, i);
    var scaledGradient = gradient * gradientScale;
    var most = L.Load(ref mostState, i);
    var direction = scaledGradient / most;
    var parameter = L.Load(ref parameters, i);
    var newParameter = L.FusedMultiplyAdd(direction, negativeLearningRate, parameter);

    L.Store(newParameter, ref parameters, i);
    if (TGradients.Zero)
        L.Store(L.Zero, ref gradients, i);
}
