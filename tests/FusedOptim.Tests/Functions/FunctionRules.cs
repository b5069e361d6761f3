using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Tests.Functions;

/// <summary>parameter = e^gradient.</summary>
[UpdateRule]
internal sealed partial record ExpRule
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Exp(gradient);
}

/// <summary>parameter = ln gradient.</summary>
[UpdateRule]
internal sealed partial record LogRule
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Log(gradient);
}

/// <summary>parameter = tanh gradient.</summary>
[UpdateRule]
internal sealed partial record TanhRule
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Tanh(gradient);
}

/// <summary>parameter = 1 / (1 + e^(−gradient)).</summary>
[UpdateRule]
internal sealed partial record LogisticRule
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Logistic(gradient);
}

/// <summary>parameter = ln (1 + e^gradient).</summary>
[UpdateRule]
internal sealed partial record SoftplusRule
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Softplus(gradient);
}

/// <summary>parameter = erf gradient.</summary>
[UpdateRule]
internal sealed partial record ErfRule
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Erf(gradient);
}

/// <summary>parameter = ∛gradient.</summary>
[UpdateRule]
internal sealed partial record CbrtRule
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Cbrt(gradient);
}

/// <summary>parameter = the angle of the point (gradient, parameter).</summary>
[UpdateRule]
internal sealed partial record Atan2Rule
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Atan2(parameter, gradient);
}

/// <summary>parameter = parameter^gradient.</summary>
[UpdateRule]
internal sealed partial record PowRule
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Pow(parameter, gradient);
}

/// <summary>parameter = |gradient|^power: the compiler knows that the base is not negative, and the power from 0 to 1.</summary>
[UpdateRule]
internal sealed partial record PartialPowRule([Range(0.0, 1.0)] double Power = 0.5)
{
    private void Update(ref double parameter, double gradient) => parameter = Elementwise.Pow(Math.Abs(gradient), Power);
}

/// <summary>All functions in one rule, strict: the vector kernels in double have the bits of the method.</summary>
[UpdateRule(FloatMode = FloatMode.Strict)]
internal sealed partial record StrictFunctionsRule(double LearningRate = 0.01, double Power = 0.25)
{
    private double Direction(double gradient, double parameter, [State("v")] ref double v)
    {
        v = 0.9 * v + 0.1 * gradient * gradient;
        var scaled = gradient / (Elementwise.Pow(v, Power) + 1e-8);
        return Elementwise.Tanh(scaled) + Elementwise.Exp(-v) * Elementwise.Logistic(parameter) +
            Elementwise.Log(1 + v) - Elementwise.Pow(parameter, gradient) + Elementwise.Erf(scaled) * Elementwise.Cbrt(gradient) +
            Elementwise.Softplus(parameter) * Elementwise.Atan2(gradient, parameter);
    }
}
