using FusedOptim.Generator.Tests.Fuzzing.Generation;

namespace FusedOptim.Generator.Tests.Fuzzing.Running;

/// <summary>A rule that fails.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Kind">How it fails, so that a smaller rule can fail in the same way.</param>
/// <param name="Message">What was found.</param>
internal sealed record Failure(RandomRule Rule, string Kind, string Message)
{
    public const string Difference = "difference";
}

/// <summary>What became of random rules.</summary>
internal sealed class FuzzingReport
{
    private readonly Dictionary<string, int> _covered = [];

    public List<Failure> Failures { get; } = [];

    public int RuleCount { get; private set; }

    public long ExactCount { get; private set; }

    public long BoundedCount { get; private set; }

    public long DeterministicCount { get; private set; }

    public int DoubtedCount { get; private set; }

    /// <summary>How many rules were declared by attributes alone.</summary>
    public int MomentCount { get; private set; }

    /// <summary>For each operation, function, statement and modifier, how many rules had elements that met it.</summary>
    public IReadOnlyDictionary<string, int> Covered => _covered;

    public void Fail(RandomRule rule, string kind, string message)
    {
        RuleCount++;
        Failures.Add(new(rule, kind, message));
    }

    public void Pass(RandomRule rule, Trial trial)
    {
        RuleCount++;
        MomentCount += rule.Source.Contains("Moment(", StringComparison.Ordinal) ? 1 : 0;
        ExactCount += trial.ExactCount;
        BoundedCount += trial.CloseCount.Bounded;
        DeterministicCount += trial.CloseCount.All;
        DoubtedCount += trial.IsDoubted ? 1 : 0;
        foreach (var name in trial.Coverage.Names)
            _covered[name] = _covered.GetValueOrDefault(name) + 1;
    }

    public override string ToString() =>
        $"{RuleCount} rules, {Failures.Count} fail; {ExactCount} results exact, {BoundedCount} of {DeterministicCount} within bounds, " +
        $"{DoubtedCount} rules in doubt.";
}
