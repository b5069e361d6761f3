using System.Reflection;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>What the functions of System.Math and Elementwise compute, from the documentation of the language.</summary>
internal static class KnownFunctions
{
    private static readonly Value s_zero = Value.Constant(ValueKind.Real, 0);
    private static readonly Value s_infinity = Value.Constant(ValueKind.Real, double.PositiveInfinity);

    public static Func<Calculator, Value[], Value> Find(string name)
    {
        switch (name)
        {
            case "Math.Abs" or "Math.Sqrt" or "Math.Floor" or "Math.Ceiling" or "Math.Round" or "Math.Truncate":
                var unary = Enum.Parse<Operation>(name[5..]);
                return (calculator, x) => calculator.Unary(unary, x[0]);
            case "Math.Min" or "Math.Max" or "Math.CopySign":
                var binary = Enum.Parse<Operation>(name[5..]);
                return (calculator, x) => calculator.Binary(binary, x[0], x[1]);
            case "Math.FusedMultiplyAdd":
                return static (calculator, x) => calculator.FusedMultiplyAdd(x[0], x[1], x[2]);
            case "Math.Clamp":
                return Clamp;
            case "Double.IsNaN":
                return static (calculator, x) => calculator.Compare(Comparison.NotEqual, x[0], x[0]);
            case "Double.IsFinite":
                return static (calculator, x) =>
                    calculator.Compare(Comparison.Less, calculator.Unary(Operation.Abs, x[0]), s_infinity);
            case "Double.IsInfinity":
                return static (calculator, x) =>
                    calculator.Compare(Comparison.Equal, calculator.Unary(Operation.Abs, x[0]), s_infinity);
            case "Double.Hypot":
                // An element enters one number into a norm, which starts from 0.
                return static (calculator, x) => calculator.Unary(
                    Operation.Abs, Calculator.ToReal(x[0] is { Variance: Variance.Constant, Number: 0 } ? x[1] : x[0]));
            case "Elementwise.Square":
                return static (calculator, x) => calculator.Binary(Operation.Multiply, x[0], x[0]);
            case "Elementwise.Sign":
                return static (calculator, x) => Sign(calculator, x[0]);
            case "Elementwise.SoftThreshold":
                return static (calculator, x) => calculator.Binary(
                    Operation.CopySign,
                    calculator.Binary(
                        Operation.Max,
                        calculator.Binary(Operation.Subtract, calculator.Unary(Operation.Abs, x[0]), x[1]),
                        s_zero),
                    x[0]);
            case "Elementwise.Exp" or "Elementwise.Log" or "Elementwise.Tanh" or "Elementwise.Logistic" or "Elementwise.Softplus" or
                "Elementwise.Erf" or "Elementwise.Cbrt" or "Elementwise.Pow" or "Elementwise.Atan2":
                var ofUniforms = OfUniforms(name);
                var method = typeof(Elementwise).GetMethod(name["Elementwise.".Length..])!;
                Func<double[], double> function = method.GetParameters().Length == 1
                    ? method.CreateDelegate<Func<double, double>>() is var one ? x => one(x[0]) : null!
                    : method.CreateDelegate<Func<double, double, double>>() is var two ? x => two(x[0], x[1]) : null!;
                return (calculator, x) => x.Any(argument => argument.Variance >= Variance.Doubtful)
                    ? calculator.Function(function, x)
                    : ofUniforms(calculator, x);
            default:
                return OfUniforms(name);
        }
    }

    public static Value Sign(Calculator calculator, Value x) => Calculator.Join(
        calculator.Compare(Comparison.Greater, x, s_zero),
        Value.Constant(ValueKind.Real, 1),
        Calculator.Join(calculator.Compare(Comparison.Less, x, s_zero), Value.Constant(ValueKind.Real, -1), x));

    // A NaN and the sign of a zero come back as they were.
    private static Value Clamp(Calculator calculator, Value[] x) => Calculator.Join(
        calculator.Compare(Comparison.Less, x[0], x[1]),
        x[1],
        Calculator.Join(calculator.Compare(Comparison.Greater, x[0], x[2]), x[2], x[0]));

    private static Func<Calculator, Value[], Value> OfUniforms(string name)
    {
        var type = name.StartsWith("Math.", StringComparison.Ordinal) ? typeof(Math) : typeof(Elementwise);
        var simple = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var functions = type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.Name == simple).ToArray();
        return (calculator, x) =>
        {
            Assert.All(x, argument => Assert.True(argument.Variance < Variance.Varying, $"{name} of a value that varies"));
            var function = functions.Single(method => method.GetParameters().Length == x.Length && method.GetParameters()[0].ParameterType == typeof(double));
            var arguments = function.GetParameters().Zip(x, static (parameter, value) =>
                parameter.ParameterType == typeof(int) ? (object)value.Integer : value.Number).ToArray();
            var result = (double)function.Invoke(null, arguments)!;
            var variance = x.Max(argument => argument.Variance);
            return new(ValueKind.Real, variance, result, BoundOf(simple, x, result),
                HashCode.Combine(name, x[0].Identity, x.Length > 1 ? x[1].Identity : 0));
        };
    }

    /// <summary>An integer power is computed by repeated squaring, unless the mode is strict.</summary>
    private static double BoundOf(string name, Value[] x, double result)
    {
        if (x.Any(argument => argument.Bound > 0) || !double.IsFinite(result))
            return x.Any(argument => argument.Bound > 0) ? double.PositiveInfinity : 0;
        var isInteger = name == "Pow" && x[1].Number == Math.Round(x[1].Number);
        return isInteger ? Math.Abs(result) * Math.ScaleB(1, -50) * (2 + Math.Abs(x[1].Number)) : 0;
    }
}
