using System.Diagnostics;
using System.Globalization;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Tests.Fuzzing.Generation;
using FusedOptim.Generator.Tests.Fuzzing.Interpretation;
using FusedOptim.Generator.Tests.Fuzzing.Running;
using Xunit.Abstractions;

namespace FusedOptim.Generator.Tests.Fuzzing;

/// <summary>
/// Rules that nobody wrote, on every target, against an interpretation of their syntax. CONTRIBUTING.md says how to run more of
/// them.
/// </summary>
public sealed class FuzzingTests(ITestOutputHelper output)
{
    private const int RulesOfACompilation = 25;
    private const int RulesWithRows = 40;

    // Statements, functions and modifiers, by the names under which the interpretation notes them.
    private static readonly string[] s_covered =
    [
        "if", "if, varying", "?:", "switch", "switch, varying", "switch expression, varying", "is, varying", "return after return",
        "helper", "++, varying", "(,) =", "&&", "||", "&, varying", "|, varying", "Math.Clamp, varying", "Math.FusedMultiplyAdd, varying",
        "AddAssignmentExpression, varying", "SubtractAssignmentExpression, varying", "MultiplyAssignmentExpression, varying",
        "DivideAssignmentExpression, varying", "Double.IsNaN, varying", "Double.IsFinite, varying", "Double.IsInfinity, varying",
        "Elementwise.Sign, varying", "Elementwise.Square, varying", "Elementwise.SoftThreshold, varying", "Math.Pow", "Remainder",
        "Struct System_Boolean hyperparameter", "Enum None hyperparameter", "Struct System_Int32 hyperparameter",
        "Measure", "Prepare", "Direction", "Update", "Evaluate",
        "[ClipByValue]", "[L1]", "[Cautious]", "[Cautious Rescale]", "[TrustRatio]", "[AveragedWeights]", "[AveragedWeights Plain]", "[Lookahead]", "[Every]",
        "[WeightDecay Decoupled]", "[WeightDecay L2]", "[WeightDecay InDirection]", "[WeightDecay Independent]",
        "[WeightDecay Corrected]", "[WeightDecay Cautious]",
        "[Input] of an element", "[Input] of a tensor or the model", "[Norm]",
    ];

    private static readonly string[] s_coveredByRows =
    [
        "[Phase(Over.Row)]", "[Phase(Over.Column)]", "[Sum(Over.Row)]", "[Sum(Over.Column)]", "[Sum(Over.Matrix)]", "[Max(Over.Row)]",
        "[Max(Over.Column)]", "[Max(Over.Matrix)]", "[Norm]", "[Norm(Over.Row)]", "[Norm(Over.Column)]", "[CentralizeGradient]",
        "[TrustRatio by Row]", "[TrustRatio by Column]", "Prepare", "Direction", "Update", "Evaluate", "[Input] of an element", "[Every]",
    ];

    [Fact]
    public void EveryTargetHasTheBitsOfTheInterpretation()
    {
        var (seed, count) = (Setting("FUSEDOPTIM_FUZZ_SEED", 1), Setting("FUSEDOPTIM_FUZZ_RULES", 500));
        var report = Run(seed, count, RandomRule.Create);
        // What is rare is rarer still from other seeds.
        if (seed != 1 || count < 500)
            return;

        // So that the test cannot become empty: rules that met each operation, in five hundred.
        Assert.All(OpTable.All.Where(row => row.Value.Description is not null), row => AssertCovered(report, NameOf(row.Key)));
        Assert.All(s_covered, name => AssertCovered(report, name));
        Assert.True(report.MomentCount > 1, $"{report.MomentCount} rules by attributes alone");
        Assert.True(report.BoundedCount > report.DeterministicCount / 5, "Bounds were infinite for most results.");
        Assert.True(report.DoubtedCount < report.RuleCount / 20, "Too many rules could not be compared.");
    }

    [Fact]
    public void EveryTargetHasTheBitsOfTheInterpretationOverRowsAndColumns()
    {
        var (seed, count) = (Setting("FUSEDOPTIM_FUZZ_SEED", 1), Setting("FUSEDOPTIM_FUZZ_RULES", RulesWithRows));
        var report = Run(seed, count, RandomRule.CreateWithRows);
        if (seed != 1 || count < RulesWithRows)
            return;
        Assert.All(s_coveredByRows, name => AssertCovered(report, name));
        Assert.True(report.BoundedCount > report.DeterministicCount / 10, "Bounds were infinite for most results.");
        Assert.True(report.DoubtedCount < report.RuleCount / 10, "Too many rules could not be compared.");
    }

    private static void AssertCovered(FuzzingReport report, string name)
    {
        const int Least = 2;
        Assert.True(report.Covered.GetValueOrDefault(name) >= Least, $"{report.Covered.GetValueOrDefault(name)} rules met '{name}'");
    }

    private FuzzingReport Run(int seed, int count, Func<int, RandomRule> create)
    {
        var watch = Stopwatch.StartNew();
        var batch = new RuleBatch(static tensor => new Calculator(tensor));
        foreach (var seeds in Enumerable.Range(seed, count).Chunk(RulesOfACompilation))
            batch.Check([.. seeds.Select(create)]);
        output.WriteLine($"Seeds {seed} to {seed + count - 1}: {batch.Report} {watch.Elapsed.TotalSeconds:F0} seconds.");
        foreach (var (name, rules) in batch.Report.Covered.OrderBy(item => item.Value))
            output.WriteLine($"{rules} {name}");
        if (batch.Report.Failures.Count > 0)
            Assert.Fail(FailureText.Write(batch.Report.Failures, new RuleReducer(static tensor => new Calculator(tensor))));
        return batch.Report;
    }

    private static string NameOf(Op op) => op switch
    {
        // Of integers, which are the same for all elements, and of what is.
        Op.ShiftLeft => "<<",
        Op.ShiftRight => ">>",
        Op.UnsignedShiftRight => ">>>",
        Op.Remainder => "Remainder",
        Op.And => "&&, varying",
        Op.Or => "||, varying",
        Op.Xor => "^, varying",
        Op.Not => "!, varying",
        Op.Select => "?:, varying",
        _ when op.IsFunction() => $"Elementwise.{op}, varying",
        _ => $"{op}, varying",
    };

    private static int Setting(string variable, int unasked) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : unasked;
}
