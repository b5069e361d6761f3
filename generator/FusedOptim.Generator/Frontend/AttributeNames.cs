namespace FusedOptim.Generator.Frontend;

/// <summary>The full names of the attributes and types that the front end looks for.</summary>
internal static class AttributeNames
{
    public const string UpdateRule = "FusedOptim.UpdateRuleAttribute";
    public const string ElementwiseFunction = "FusedOptim.ElementwiseFunctionAttribute";
    public const string Matrix = "FusedOptim.LinearAlgebra.Matrix";
    public const string Phase = "FusedOptim.PhaseAttribute";
    public const string State = "FusedOptim.StateAttribute";
    public const string Input = "FusedOptim.InputAttribute";
    public const string Scalar = "FusedOptim.ScalarAttribute";
    public const string Sum = "FusedOptim.SumAttribute";
    public const string Max = "FusedOptim.MaxAttribute";
    public const string Norm = "FusedOptim.NormAttribute";
    public const string Every = "FusedOptim.EveryAttribute";
    public const string FirstMoment = "FusedOptim.FirstMomentAttribute";
    public const string SecondMoment = "FusedOptim.SecondMomentAttribute";
    public const string BiasCorrection = "FusedOptim.BiasCorrectionAttribute";
    public const string CentralizeGradient = "FusedOptim.CentralizeGradientAttribute";
    public const string ClipByValue = "FusedOptim.ClipByValueAttribute";
    public const string L1 = "FusedOptim.L1Attribute";
    public const string Cautious = "FusedOptim.CautiousAttribute";
    public const string TrustRatio = "FusedOptim.TrustRatioAttribute";
    public const string Lookahead = "FusedOptim.LookaheadAttribute";
    public const string AveragedWeights = "FusedOptim.AveragedWeightsAttribute";
    public const string WeightDecay = "FusedOptim.WeightDecayAttribute";
    public const string Conditional = "System.Diagnostics.ConditionalAttribute";
    public const string Obsolete = "System.ObsoleteAttribute";
    public const string NonNegative = "FusedOptim.NonNegativeAttribute";
    public const string Positive = "FusedOptim.PositiveAttribute";
    public const string DecayRate = "FusedOptim.DecayRateAttribute";
    public const string Range = "System.ComponentModel.DataAnnotations.RangeAttribute";
}
