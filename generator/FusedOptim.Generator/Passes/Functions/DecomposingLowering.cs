using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>What the functions that take numbers apart have in common.</summary>
internal abstract class DecomposingLowering(Graph source, Element element, Op function)
    : FunctionLowering(source, element, function)
{
    /// <summary>value = significand · 2^power, the significand from √½ to √2; value positive and finite.</summary>
    protected (int Power, int Significand) Decompose(string name, int value)
    {
        var isDenormal = Compare(Op.Less, value, Constant(1.17549435e-38f, 2.2250738585072014e-308));
        Named(name + "IsDenormal", isDenormal);
        var normal = Named(
            name + "Normal",
            Select(isDenormal, Multiply(value, Constant(33554432f, 18014398509481984.0)), value));
        var power = Named(name + "Exponent", Target.Unary(Op.Exponent, normal));
        return (
            Named(name + "Power", Select(isDenormal, Subtract(power, Constant(25f, 54)), power)),
            Named(name + "Significand", Target.Unary(Op.Significand, normal)));
    }
}
