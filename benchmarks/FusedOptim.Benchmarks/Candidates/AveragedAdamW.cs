namespace FusedOptim.Benchmarks;

/// <summary>AdamW that keeps an exponential average of the weights, in the same pass.</summary>
[UpdateRule, FirstMoment(0.9), SecondMoment(0.999), BiasCorrection, WeightDecay(0.01), AveragedWeights(0.999)]
internal sealed partial record AveragedAdamW;
