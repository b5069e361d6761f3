using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Frontend;

/// <summary>The functions of System.Math (and System.Double) and Elementwise that a rule may call.</summary>
internal static class KnownMethods
{
    /// <summary>Exact on every instruction set: allowed on values that vary.</summary>
    public static readonly IReadOnlyDictionary<string, Op> Exact = new Dictionary<string, Op>
    {
        ["Abs"] = Op.Abs,
        ["Sqrt"] = Op.Sqrt,
        ["Min"] = Op.Min,
        ["Max"] = Op.Max,
        ["CopySign"] = Op.CopySign,
        ["FusedMultiplyAdd"] = Op.FusedMultiplyAdd,
        ["Floor"] = Op.Floor,
        ["Ceiling"] = Op.Ceiling,
        ["Round"] = Op.Round,
        ["Truncate"] = Op.Truncate,
    };

    /// <summary>
    /// Functions of Elementwise that are polynomials on values that vary, and calls of themselves on hyperparameters and the
    /// step.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, Op> Polynomials = new Dictionary<string, Op>
    {
        ["Exp"] = Op.Exp,
        ["Log"] = Op.Log,
        ["Tanh"] = Op.Tanh,
        ["Logistic"] = Op.Logistic,
        ["Softplus"] = Op.Softplus,
        ["Erf"] = Op.Erf,
        ["Cbrt"] = Op.Cbrt,
        ["Pow"] = Op.Pow,
        ["Atan2"] = Op.Atan2,
    };

    /// <summary>Computed by the C library, or not at all by vector instructions: for hyperparameters and the step.</summary>
    public static readonly HashSet<string> UniformOnly =
    [
        "Pow", "Exp", "Log", "Log2", "Log10", "Cbrt", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Atan2", "Sinh", "Cosh",
        "Tanh", "Asinh", "Acosh", "Atanh", "IEEERemainder", "ScaleB", "BitIncrement", "BitDecrement", "MaxMagnitude",
        "MinMagnitude",
    ];

    /// <summary>Functions whose meaning does not suit a kernel: what is wrong with them, and what to write instead.</summary>
    public static readonly IReadOnlyDictionary<string, (string Reason, string Instead)> Unsuitable =
        new Dictionary<string, (string, string)>
        {
            ["Sign"] = ("throws on NaN and returns an int", "Elementwise.Sign(x)"),
            ["ReciprocalEstimate"] = ("differs between processors", "1 / x"),
            ["ReciprocalSqrtEstimate"] = ("differs between processors", "1 / Math.Sqrt(x)"),
        };

    /// <summary>What the message on a varying function adds, where there is another way to write it.</summary>
    public static string Alternative(string name) => name switch
    {
        "Exp" or "Log" or "Tanh" or "Cbrt" => $"; write 'Elementwise.{name}(x)'",
        "Pow" => "; write 'Elementwise.Pow(x, y)', for a square 'x * x' or 'Elementwise.Square(x)', for a root 'Math.Sqrt(x)'",
        "Log2" => "; write 'Elementwise.Log(x) / Math.Log(2)'",
        "Log10" => "; write 'Elementwise.Log(x) / Math.Log(10)'",
        "MaxMagnitude" => "; write 'Math.Max(Math.Abs(x), Math.Abs(y))'",
        "MinMagnitude" => "; write 'Math.Min(Math.Abs(x), Math.Abs(y))'",
        "Atan2" => "; write 'Elementwise.Atan2(y, x)'",
        "Atan" => "; write 'Elementwise.Atan2(x, 1)'",
        "Cosh" => "; write '(Elementwise.Exp(x) + Elementwise.Exp(-x)) / 2'",
        _ => "; of values that vary there are Elementwise.Exp, Log, Tanh, Logistic, Softplus, Erf, Cbrt, Pow and Atan2, and what " +
            "can be written with them",
    };

    public static bool IsMath(string container) => container is "System.Math" or "double";

    public const string Elementwise = "FusedOptim.Elementwise";
}
