namespace FusedOptim.Generator.IR;

/// <summary>How an operation is written in C#.</summary>
internal enum Notation : byte
{
    /// <summary>Handled by the emitter itself: leaves, conversions, selects.</summary>
    Special,
    Infix,
    Prefix,
    Function,

    /// <summary>A function of the runtime's KernelMath, of one name for scalars and vectors.</summary>
    KernelFunction,
}

/// <summary>What there is to know of an operation.</summary>
/// <param name="Arity">How many operands it takes.</param>
/// <param name="Cost">Roughly its reciprocal throughput, an addition being 1; drives unrolling.</param>
/// <param name="Notation">How it is written.</param>
/// <param name="Scalar">Operator, or the name in System.Math and System.MathF, or in KernelMath.</param>
/// <param name="Vector">Operator, or the name in Vector128, Vector256 and Vector512, or in KernelMath.</param>
/// <param name="Description">
/// What a user may write for it, for docs/language.md: x, y and z are real, n and k are int, p and q are bool; null for what only
/// the compiler makes.
/// </param>
internal sealed record OpInfo(int Arity, int Cost, Notation Notation, string Scalar, string Vector, string? Description);

/// <summary>The one table that drives folding, cost, emission for all targets and the documentation of what is allowed.</summary>
internal static class OpTable
{
    private static readonly Dictionary<Op, OpInfo> Infos = new()
    {
        [Op.Constant] = Leaf(),
        [Op.Hyperparameter] = Leaf(),
        [Op.StaticField] = Leaf(),
        [Op.Step] = Leaf(),
        [Op.GradientScale] = Leaf(),
        [Op.Prepared] = Leaf(),
        [Op.Load] = Leaf(),
        [Op.Broadcast] = new(1, 0, Notation.Special, "", "", null),
        [Op.IntegerToReal] = new(1, 0, Notation.Special, "", "", null),
        [Op.RealToInteger] = new(1, 0, Notation.Special, "", "", null),
        [Op.Rounded] = new(1, 0, Notation.Special, "", "", null),
        [Op.Widen] = new(1, 1, Notation.Special, "", "", null),
        [Op.Add] = Infix(1, "+", "x + y"),
        [Op.Subtract] = Infix(1, "-", "x - y"),
        [Op.Multiply] = Infix(1, "*", "x * y"),
        [Op.Divide] = Infix(8, "/", "x / y"),
        [Op.Remainder] = new(2, 8, Notation.Infix, "%", "", "x % y"),
        [Op.Negate] = new(1, 1, Notation.Prefix, "-", "-", "-x"),
        [Op.FusedMultiplyAdd] = Function(3, 1, "FusedMultiplyAdd", "Math.FusedMultiplyAdd(x, y, z)"),
        [Op.Abs] = Function(1, 1, "Abs", "Math.Abs(x)"),
        [Op.Sqrt] = Function(1, 12, "Sqrt", "Math.Sqrt(x)"),
        [Op.Min] = Function(2, 3, "Min", "Math.Min(x, y)"),
        [Op.Max] = Function(2, 3, "Max", "Math.Max(x, y)"),
        [Op.CopySign] = Function(2, 2, "CopySign", "Math.CopySign(x, y)"),
        [Op.Floor] = Function(1, 2, "Floor", "Math.Floor(x)"),
        [Op.Ceiling] = Function(1, 2, "Ceiling", "Math.Ceiling(x)"),
        [Op.Round] = Function(1, 2, "Round", "Math.Round(x), halves to even"),
        [Op.Truncate] = Function(1, 2, "Truncate", "Math.Truncate(x)"),
        // Costs in float, where the polynomials are short.
        [Op.Exp] = new(1, 25, Notation.Special, "", "", "Elementwise.Exp(x)"),
        [Op.Log] = new(1, 35, Notation.Special, "", "", "Elementwise.Log(x)"),
        [Op.Tanh] = new(1, 45, Notation.Special, "", "", "Elementwise.Tanh(x)"),
        [Op.Logistic] = new(1, 45, Notation.Special, "", "", "Elementwise.Logistic(x)"),
        [Op.Softplus] = new(1, 75, Notation.Special, "", "", "Elementwise.Softplus(x)"),
        [Op.Erf] = new(1, 45, Notation.Special, "", "", "Elementwise.Erf(x)"),
        [Op.Cbrt] = new(1, 50, Notation.Special, "", "", "Elementwise.Cbrt(x)"),
        [Op.Pow] = new(2, 80, Notation.Special, "", "", "Elementwise.Pow(x, y)"),
        [Op.Atan2] = new(2, 60, Notation.Special, "", "", "Elementwise.Atan2(x, y), the angle whose tangent is x / y"),
        [Op.PowerOfTwo] = KernelFunction(1, 2, "PowerOfTwo"),
        [Op.ScaleB] = KernelFunction(2, 4, "ScaleB"),
        [Op.Exponent] = KernelFunction(1, 4, "Exponent"),
        [Op.Significand] = KernelFunction(1, 3, "Significand"),
        [Op.LogB] = KernelFunction(1, 4, "LogB"),
        [Op.NormalizedSignificand] = KernelFunction(1, 3, "NormalizedSignificand"),
        [Op.Less] = Comparison("<", "LessThan"),
        [Op.LessOrEqual] = Comparison("<=", "LessThanOrEqual"),
        [Op.Greater] = Comparison(">", "GreaterThan"),
        [Op.GreaterOrEqual] = Comparison(">=", "GreaterThanOrEqual"),
        [Op.Equal] = Comparison("==", "Equals"),
        // There is no function for it; the emitter complements Equals, which is true for NaN as C#'s != is.
        [Op.NotEqual] = Comparison("!=", "Equals"),
        [Op.And] = Infix(1, "&", "p && q"),
        [Op.Or] = Infix(1, "|", "p || q"),
        [Op.Xor] = Infix(1, "^", "p ^ q"),
        [Op.Not] = new(1, 1, Notation.Prefix, "!", "~", "!p"),
        [Op.Select] = new(3, 1, Notation.Special, "", "ConditionalSelect", "p ? x : y"),
        [Op.ShiftLeft] = Infix(1, "<<", "n << k"),
        [Op.ShiftRight] = Infix(1, ">>", "n >> k"),
        [Op.UnsignedShiftRight] = Infix(1, ">>>", "n >>> k"),
        [Op.IntegerPower] = new(2, 0, Notation.Special, "", "", null),
        [Op.ClampMinimum] = new(3, 0, Notation.Special, "", "", null),
        [Op.Call] = new(2, 0, Notation.Special, "", "", null),
    };

    public static OpInfo Info(this Op op) => Infos[op];

    public static IEnumerable<KeyValuePair<Op, OpInfo>> All => Infos;

    public static bool IsCommutative(this Op op) =>
        op is Op.Add or Op.Multiply or Op.And or Op.Or or Op.Xor or Op.Equal or Op.NotEqual;

    /// <summary>Whether it is a function that becomes a polynomial before code is written.</summary>
    public static bool IsFunction(this Op op) => op is >= Op.Exp and <= Op.Atan2;

    public static bool IsComparison(this Op op) => op is >= Op.Less and <= Op.NotEqual;

    private static OpInfo Leaf() => new(0, 0, Notation.Special, "", "", null);

    private static OpInfo Infix(int cost, string symbol, string description) =>
        new(2, cost, Notation.Infix, symbol, symbol, description);

    private static OpInfo Function(int arity, int cost, string name, string description) =>
        new(arity, cost, Notation.Function, name, name, description);

    private static OpInfo KernelFunction(int arity, int cost, string name) =>
        new(arity, cost, Notation.KernelFunction, name, name, null);

    private static OpInfo Comparison(string symbol, string vector) =>
        new(2, 1, Notation.Infix, symbol, vector, $"x {symbol} y");
}
