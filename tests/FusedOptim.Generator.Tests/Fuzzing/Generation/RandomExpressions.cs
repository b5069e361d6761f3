namespace FusedOptim.Generator.Tests.Fuzzing.Generation;

/// <summary>Random expressions of the language, as text.</summary>
internal sealed class RandomExpressions(Random random)
{
    private static readonly string[] s_literals =
    [
        "0.0", "(-0.0)", "1.0", "2.0", "(-1.0)", "0.5", "3.0", "1e-8", "0.1", "1e30", "2.5", "7.0",
        "double.PositiveInfinity", "double.NaN", "Math.PI", "(1.0 / 3)",
    ];

    private static readonly string[] s_unaryFunctions =
    [
        "Math.Abs", "Math.Sqrt", "Math.Floor", "Math.Ceiling", "Math.Round", "Math.Truncate", "Elementwise.Sign",
        "Elementwise.Square", "Elementwise.Exp", "Elementwise.Log", "Elementwise.Tanh", "Elementwise.Logistic",
        "Elementwise.Softplus", "Elementwise.Erf", "Elementwise.Cbrt", "Elementwise.Cbrt",
    ];

    private static readonly string[] s_uniformFunctions =
    [
        "Math.Sqrt", "Math.Abs", "Math.Exp", "Math.Log", "Math.Log2", "Math.Log10", "Math.Cbrt", "Math.Sin", "Math.Cos", "Math.Tan",
        "Math.Asin", "Math.Acos", "Math.Atan", "Math.Sinh", "Math.Cosh", "Math.Tanh", "Math.Asinh", "Math.Acosh", "Math.Atanh",
        "Math.BitIncrement", "Math.BitDecrement", "Elementwise.Exp", "Elementwise.Log", "Elementwise.Tanh",
        "Elementwise.Logistic", "Elementwise.Softplus", "Elementwise.Erf", "Elementwise.Cbrt", "Math.Floor", "Math.Round",
        "Elementwise.Sign",
    ];

    private static readonly string[] s_comparisons = ["<", "<=", ">", ">=", "==", "!="];

    private int _names;

    /// <summary>The variables in scope that hold values of <c>double</c>, and whether they can be written.</summary>
    public List<(string Name, bool IsWritable)> Variables { get; } = [];

    /// <summary>The names in scope that are the same for all elements, of type double or int.</summary>
    public List<string> StepConstants { get; } = [];

    /// <summary>Conditions in scope that choose between variants.</summary>
    public List<string> Choices { get; } = [];

    /// <summary>Calls of helpers in scope that return a value, with {0} and {1} in the place of arguments.</summary>
    public List<string> Helpers { get; } = [];

    /// <summary>Whether values may vary; without, everything is uniform.</summary>
    public bool AreAllUniform { get; set; }

    /// <summary>A name that no other local has.</summary>
    public string NewName() => $"local{_names++}";

    public T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public bool Chance(int percent) => random.Next(100) < percent;

    public int Below(int bound) => random.Next(bound);

    /// <summary>A value of type double that may vary.</summary>
    public string Value(int depth) => depth <= 0 || Chance(10) ? Leaf() : random.Next(25) switch
    {
        0 or 1 or 2 => $"({Value(depth - 1)} + {Value(depth - 1)})",
        3 or 4 => $"({Value(depth - 1)} - {Value(depth - 1)})",
        5 or 6 or 7 => $"({Value(depth - 1)} * {Value(depth - 1)})",
        8 or 9 => $"({Value(depth - 1)} / {Value(depth - 1)})",
        // The space keeps it apart from a decrement.
        10 => $"(- {Value(depth - 1)})",
        11 or 12 when Chance(60) => $"{Pick(s_unaryFunctions[..8])}({Value(depth - 1)})",
        11 or 12 => $"{Pick(s_unaryFunctions)}({Value(depth - 1)})",
        13 => OfTwo(Pick(["Math.Max", "Math.Min", "Math.CopySign", "Elementwise.Pow", "Elementwise.Atan2"]), Value(depth - 1), Value(depth - 1)),
        14 => Chance(70)
            ? $"Math.FusedMultiplyAdd({Value(depth - 1)}, {Value(depth - 1)}, {Value(depth - 1)})"
            : $"Math.FusedMultiplyAdd(z: {Value(depth - 1)}, y: {Value(depth - 1)}, x: {Value(depth - 1)})",
        15 => $"Math.Clamp({Value(depth - 1)}, {Pick(["-1.0", "-2.5", "-0.0", "0.0"])}, {Pick(["0.0", "1.0", "2.5", "s_third"])})",
        16 => $"Elementwise.SoftThreshold({Value(depth - 1)}, {Value(depth - 1)})",
        17 or 18 => $"({Truth(depth - 1)} ? {Value(depth - 1)} : {Value(depth - 1)})",
        19 => $"({Uniform(depth - 1)} * {Value(depth - 1)})",
        20 => $"({Value(depth - 1)} / {Uniform(depth - 1)})",
        21 when Helpers.Count > 0 => string.Format(null, Pick(Helpers), Value(depth - 1), Value(depth - 1)),
        22 when Chance(40) => Write(depth - 1),
        23 => Switch(depth - 1),
        24 => $"(double)({Truth(depth - 1)} ? 1 : {Pick(["-1", "0", "2"])})",
        _ => $"(double){Uniform(depth - 1)}",
    };

    /// <summary>A value of type double or int that is the same for all elements.</summary>
    public string Uniform(int depth) => depth <= 0 ? UniformLeaf() : random.Next(14) switch
    {
        0 => $"({Uniform(depth - 1)} + {Uniform(depth - 1)})",
        1 => $"({Uniform(depth - 1)} - {Uniform(depth - 1)})",
        2 => $"({Uniform(depth - 1)} * {Uniform(depth - 1)})",
        3 => $"((double){Uniform(depth - 1)} {Pick(["/", "/", "%"])} {Uniform(depth - 1)})",
        4 => $"Math.Pow({Uniform(depth - 1)}, {Pick(["2", "0.5", "-1", "3", UniformLeaf()])})",
        5 => $"{Pick(s_uniformFunctions)}((double){Uniform(depth - 1)})",
        6 or 13 => Integer(depth - 1),
        7 => $"({UniformTruth(depth - 1)} ? {Uniform(depth - 1)} : {Uniform(depth - 1)})",
        8 when StepConstants.Contains("step") => "(step == 1 ? 0 : 10 / (step - 1))",
        9 => $"(1 - {Uniform(depth - 1)})",
        10 => $"Math.{Pick(["Max", "Min"])}({Uniform(depth - 1)}, {Uniform(depth - 1)})",
        11 => $"{Pick(["Math.Atan2", "Math.IEEERemainder", "Math.MaxMagnitude", "Math.MinMagnitude", "Elementwise.Atan2"])}({Uniform(depth - 1)}, {Uniform(depth - 1)})",
        12 => $"Math.ScaleB({Uniform(depth - 1)}, {Pick(["2", "-3"])})",
        _ => UniformLeaf(),
    };

    /// <summary>A truth value that may vary.</summary>
    public string Truth(int depth) => Choices.Count > 0 && Chance(15) ? Pick(Choices) :
        depth <= 0 || Chance(40) ? Comparison(depth - 1) : random.Next(8) switch
        {
            0 or 1 => $"({Truth(depth - 1)} && {Truth(depth - 1)})",
            2 or 3 => $"({Truth(depth - 1)} || {Truth(depth - 1)})",
            4 => $"!({Truth(depth - 1)})",
            5 => $"({Truth(depth - 1)} {Pick(["&", "|", "^", "==", "!="])} {Truth(depth - 1)})",
            6 => $"double.{Pick(["IsNaN", "IsFinite", "IsInfinity"])}({Value(depth - 1)})",
            _ => $"({Truth(depth - 1)} ? {Truth(depth - 1)} : {Truth(depth - 1)})",
        };

    /// <summary>A value that a switch or a pattern looks at: C# has errors of its own for patterns on constants.</summary>
    public string Changing(int depth) => Chance(50) || depth <= 0 ? Pick(Variables).Name : $"({Pick(Variables).Name} - {Value(depth)})";

    /// <summary>A variable that can be written; null where there is none.</summary>
    public string? Writable()
    {
        var writable = Variables.Where(variable => variable.IsWritable).ToList();
        return writable.Count == 0 ? null : Pick(writable).Name;
    }

    // The just-in-time compiler takes Math.Min(0.0, -0.0) for 0.0 where −0 is a constant of the method itself.
    private static string OfTwo(string function, string x, string y) => function == "Math.Min"
        ? $"Math.Min({WithoutNegativeZero(x)}, {WithoutNegativeZero(y)})"
        : $"{function}({x}, {y})";

    private static string WithoutNegativeZero(string text) =>
        text.EndsWith("(-0.0)", StringComparison.Ordinal) ? $"(0.0 + {text})" : text;

    private string UniformTruth(int depth) => Choices.Count > 0 && Chance(30)
        ? Pick(Choices)
        : $"({Uniform(depth)} {Pick(s_comparisons)} {Uniform(depth)})";

    private string Comparison(int depth) => AreAllUniform || Chance(16) ? UniformTruth(depth) : random.Next(5) switch
    {
        0 => $"({Changing(depth)} is {Pick(["> 0", ">= 1 and < 10", "< 0 or > 5", "not (> -1)", "0", "double.NaN"])})",
        _ => $"({Value(depth)} {Pick(s_comparisons)} {Value(depth)})",
    };

    private string Switch(int depth) =>
        $"({Changing(depth)} switch {{ {Pick(["> 0", "0", ">= 2 and < 7", "double.NaN"])} => {Value(depth)}, " +
        $"{Pick(["-1", "< -1", "-1 or -2.5"])} when {Truth(depth)} => {Value(depth)}, _ => {Value(depth)} }})";

    private string Write(int depth) => Writable() is not { } name
        ? Leaf()
        : Pick([$"({name} = {Value(depth)})", $"({name} += {Value(depth)})", $"{name}++", $"--{name}", $"{name}--", $"++{name}"]);

    private string Integer(int depth) => depth <= 0
        ? Pick(StepConstants.Contains("step") ? ["step", "3", "2"] : StepConstants.Contains("N") ? ["N", "3", "2"] : (string[])["3", "2"])
        : $"(({Integer(depth - 1)} {Pick(["+", "-", "*", "&", "^"])} {Integer(depth - 1)}) " +
          $"{Pick(["/ 2", "% 3", "+ 1", "<< 1", ">> 1", ">>> 1"])})";

    private string Leaf() => Variables.Count > 0 && Chance(65) ? Pick(Variables).Name : $"(double){UniformLeaf()}";

    private string UniformLeaf() => Chance(60) && StepConstants.Count > 0 ? Pick(StepConstants) : Pick(s_literals);
}
