namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>AdamC: Adam with corrected decay, by attributes alone.</summary>
[UpdateRule, FirstMoment(0.9), SecondMoment(0.999), BiasCorrection, WeightDecay(WeightDecayKind.Corrected, 0.1)]
public sealed partial record CorrectedAdam;
