namespace FusedOptim.Generator.Tests.RandomRules;

/// <summary>Random expressions of the language, as text: C# decides what they mean, and the kernels must agree.</summary>
internal sealed class RandomExpressions(Random random)
{
    private static readonly string[] s_literals =
    [
        "0.0", "(-0.0)", "1.0", "2.0", "(-1.0)", "0.5", "3.0", "1e-8", "0.1", "1e30", "2.5", "7.0",
        "double.PositiveInfinity", "double.NaN", "Math.PI",
    ];

    private static readonly string[] s_unaryFunctions =
    [
        "Math.Abs", "Math.Sqrt", "Math.Floor", "Math.Ceiling", "Math.Round", "Math.Truncate", "Elementwise.Sign",
        "Elementwise.Square", "Elementwise.Exp", "Elementwise.Log", "Elementwise.Tanh", "Elementwise.Logistic",
    ];

    private static readonly string[] s_comparisons = ["<", "<=", ">", ">=", "==", "!="];

    private int _names;

    /// <summary>The variables in scope that hold values of <c>double</c>, and whether they can be written.</summary>
    public List<(string Name, bool IsWritable)> Variables { get; } = [];

    /// <summary>The helpers in scope: each takes two values.</summary>
    public List<string> Helpers { get; } = [];

    /// <summary>A name that no other local has.</summary>
    public string NewName() => $"local{_names++}";

    public T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public bool Chance(int percent) => random.Next(100) < percent;

    public int Below(int bound) => random.Next(bound);

    /// <summary>A value of type double that may vary.</summary>
    public string Value(int depth) => depth <= 0 || Chance(10) ? Leaf() : random.Next(24) switch
    {
        0 or 1 or 2 => $"({Value(depth - 1)} + {Value(depth - 1)})",
        3 or 4 => $"({Value(depth - 1)} - {Value(depth - 1)})",
        5 or 6 or 7 => $"({Value(depth - 1)} * {Value(depth - 1)})",
        8 or 9 => $"({Value(depth - 1)} / {Value(depth - 1)})",
        10 => $"(-{Value(depth - 1)})",
        11 or 12 => $"{Pick(s_unaryFunctions)}({Value(depth - 1)})",
        13 => $"Math.{Pick(["Max", "CopySign"])}({Value(depth - 1)}, {Value(depth - 1)})",
        // Sums with +0 are never −0, for which the just-in-time compiler computes Min wrongly where it is a constant.
        14 when Chance(50) => $"Math.Min(0.0 + {Value(depth - 1)}, 0.0 + {Value(depth - 1)})",
        14 => $"Math.FusedMultiplyAdd({Value(depth - 1)}, {Value(depth - 1)}, {Value(depth - 1)})",
        15 => $"Math.Clamp({Value(depth - 1)}, {Pick(["-1.0", "-B", "-0.0", "0.0"])}, {Pick(["0.0", "1.0", "B", "A"])})",
        16 => $"Elementwise.SoftThreshold({Value(depth - 1)}, {Value(depth - 1)})",
        17 or 18 => $"({Truth(depth - 1)} ? {Value(depth - 1)} : {Value(depth - 1)})",
        19 => $"({Uniform(depth - 1)} * {Value(depth - 1)})",
        20 => $"({Value(depth - 1)} / {Uniform(depth - 1)})",
        21 when Helpers.Count > 0 => $"{Pick(Helpers)}({Value(depth - 1)}, {Value(depth - 1)})",
        22 when Chance(30) => Write(depth - 1),
        23 => Switch(depth - 1),
        _ => $"(double){Uniform(depth - 1)}",
    };

    /// <summary>A value of type double or int that is the same for all elements.</summary>
    public string Uniform(int depth) => depth <= 0 ? UniformLeaf() : random.Next(12) switch
    {
        0 => $"({Uniform(depth - 1)} + {Uniform(depth - 1)})",
        1 => $"({Uniform(depth - 1)} - {Uniform(depth - 1)})",
        2 => $"({Uniform(depth - 1)} * {Uniform(depth - 1)})",
        3 => $"((double){Uniform(depth - 1)} / {Uniform(depth - 1)})",
        4 => $"Math.Pow({Uniform(depth - 1)}, {Pick(["step", "2", "0.5", "N", "A"])})",
        5 => $"Math.Sqrt({Uniform(depth - 1)})",
        6 => Integer(depth - 1),
        7 => $"(step {Pick(s_comparisons)} {1 + random.Next(3)} ? {Uniform(depth - 1)} : {Uniform(depth - 1)})",
        8 => $"(step == 1 ? 0 : 10 / (step - 1))",
        9 => $"(1 - {Uniform(depth - 1)})",
        10 => $"Math.Max({Uniform(depth - 1)}, {Uniform(depth - 1)})",
        _ => UniformLeaf(),
    };

    /// <summary>A truth value that may vary.</summary>
    public string Truth(int depth) => depth <= 0 || Chance(40) ? Comparison(depth - 1) : random.Next(8) switch
    {
        0 or 1 => $"({Truth(depth - 1)} && {Truth(depth - 1)})",
        2 or 3 => $"({Truth(depth - 1)} || {Truth(depth - 1)})",
        4 => $"!({Truth(depth - 1)})",
        5 => $"({Truth(depth - 1)} {Pick(["&", "|", "^", "==", "!="])} {Truth(depth - 1)})",
        6 => $"double.{Pick(["IsNaN", "IsFinite", "IsInfinity"])}({Value(depth - 1)})",
        _ => $"({Truth(depth - 1)} ? {Truth(depth - 1)} : {Truth(depth - 1)})",
    };

    private string Comparison(int depth) => random.Next(6) switch
    {
        0 => $"({Uniform(depth)} {Pick(s_comparisons)} {Uniform(depth)})",
        1 => $"({Changing(depth)} is {Pick(["> 0", ">= 1 and < 10", "< 0 or > 5", "not (> -1)", "0", "double.NaN"])})",
        _ => $"({Value(depth)} {Pick(s_comparisons)} {Value(depth)})",
    };

    private string Switch(int depth) =>
        $"({Changing(depth)} switch {{ {Pick(["> 0", "0", ">= 2 and < 7", "double.NaN"])} => {Value(depth)}, " +
        $"{Pick(["-1", "< -1", "-1 or -2.5"])} when {Truth(depth)} => {Value(depth)}, _ => {Value(depth)} }})";

    private string Write(int depth)
    {
        var writable = Variables.Where(variable => variable.IsWritable).ToList();
        if (writable.Count == 0)
            return Leaf();
        var name = Pick(writable).Name;
        return Pick([$"({name} = {Value(depth)})", $"({name} += {Value(depth)})", $"{name}++", $"--{name}"]);
    }

    private string Integer(int depth) => depth <= 0 ? Pick(["step", "N", "3", "2"]) :
        $"(({Integer(depth - 1)} {Pick(["+", "-", "*"])} {Integer(depth - 1)}) {Pick(["/ 2", "% 3", "/ N", "+ 1", "<< 1"])})";

    // C# has errors of its own for patterns on constants.
    private string Changing(int depth) => Chance(50) ? Pick(Variables).Name : $"({Pick(Variables).Name} - {Value(depth)})";

    private string Leaf() => Chance(65) ? Pick(Variables).Name : $"(double){UniformLeaf()}";

    private string UniformLeaf() => Chance(60) ? Pick(["A", "B", "LearningRate", "step", "N", "s_third"]) : Pick(s_literals);
}
