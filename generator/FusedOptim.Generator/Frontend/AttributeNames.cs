namespace FusedOptim.Generator.Frontend;

/// <summary>The full names of the attributes that the front end looks for.</summary>
internal static class AttributeNames
{
    public const string UpdateRule = "FusedOptim.UpdateRuleAttribute";
    public const string State = "FusedOptim.StateAttribute";
    public const string Scalar = "FusedOptim.ScalarAttribute";
    public const string Sum = "FusedOptim.SumAttribute";
    public const string Max = "FusedOptim.MaxAttribute";
    public const string WeightDecay = "FusedOptim.WeightDecayAttribute";
    public const string Range = "System.ComponentModel.DataAnnotations.RangeAttribute";
}
