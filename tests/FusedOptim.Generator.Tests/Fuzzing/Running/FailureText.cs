using System.Text;

namespace FusedOptim.Generator.Tests.Fuzzing.Running;

/// <summary>What there is to know of the rules that failed: the first of them made small, and the seeds of all.</summary>
internal static class FailureText
{
    public static string Write(IReadOnlyList<Failure> failures, RuleReducer reducer)
    {
        var reduced = reducer.Reduce(failures.MinBy(failure => failure.Rule.Source.Length)!);
        var text = new StringBuilder();
        text.AppendLine(null, $"Seed {reduced.Rule.Seed}: {reduced.Message}");
        text.AppendLine("The rule made small:").AppendLine(reduced.Rule.Source);
        foreach (var kind in failures.GroupBy(failure => failure.Kind))
            text.AppendLine(null, $"{kind.Count()} rules, {kind.Key}, of the seeds {string.Join(", ", kind.Take(20).Select(failure => failure.Rule.Seed))}");
        return text.ToString();
    }
}
