using System.Globalization;
using System.Numerics;
using System.Text;
using FusedOptim.Execution;

namespace FusedOptim.Testing;

/// <summary>Writes down where a target differs: all that is needed to repeat it.</summary>
internal sealed class VerificationReport<T>(
    IUpdateRule rule,
    RuleOperands operands,
    int phase,
    StepCase step,
    KernelTarget expectedTarget,
    TargetRun<T> run,
    OperandMemory<T> before)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Over Space => rule.Schema.Phases[phase].Over;

    /// <summary>The phase in words: "Update"; of several that measure, "Measure 2 over rows".</summary>
    private string PhaseName
    {
        get
        {
            var (phases, kind) = (rule.Schema.Phases, rule.Schema.Phases[phase].Kind);
            var number = phases.Take(phase + 1).Count(other => other.Kind == kind);
            var over = Space == Over.Element ? "" : Space == Over.Row ? " over rows" : " over columns";
            return (phases.Count(other => other.Kind == kind) == 1 ? $"{kind}" : Invariant($"{kind} {number}")) + over;
        }
    }

    private static string Precision => typeof(T) == typeof(float) ? "float" : "double";

    /// <summary>A result is not that of the target which it is compared with.</summary>
    /// <param name="place">The place of the result.</param>
    /// <param name="expected">The result of the other target.</param>
    /// <param name="actual">The result.</param>
    /// <param name="alone">Whether the element differs without the others too, where that was tried.</param>
    public RuleVerificationException Differs<TValue>(
        ResultPlace place, TValue expected, TValue actual, bool? alone)
        where TValue : unmanaged, IBinaryFloatingPointIeee754<TValue>
    {
        var text = Begin($"{run.Name} differs from {expectedTarget}", place);
        AppendResult(text, expectedTarget.ToString(), expected);
        AppendResult(text, run.Target.ToString(), actual);
        if (alone is { } differsAlone)
        {
            text.AppendLine().Append(differsAlone
                ? "  The element differs alone too, as a tensor of length 1: its values make the difference."
                : "  Alone, as a tensor of length 1, it does not differ: its place makes the difference, not its values.");
        }

        return Exception(text, place);
    }

    /// <summary>A phase changes what it must not.</summary>
    public RuleVerificationException MustLeave<TValue>(ResultPlace place, TValue expected, TValue actual)
        where TValue : unmanaged, IBinaryFloatingPointIeee754<TValue>
    {
        var text = Begin($"{run.Name} changes what the phase must leave at {Element.Describe(expected)}", place);
        AppendResult(text, run.Target.ToString(), actual);
        return Exception(text, place);
    }

    /// <summary>A phase writes outside an operand.</summary>
    public RuleVerificationException WritesOutside(string operand, int byteCount, bool isBehind)
    {
        var place = new ResultPlace(operand);
        var distance = Invariant($"{byteCount} bytes {(isBehind ? "behind its end" : "before its start")}");
        return Exception(Begin($"{run.Name} writes outside an operand, {distance}", place), place);
    }

    private static void AppendResult<TValue>(StringBuilder text, string label, TValue value)
        where TValue : unmanaged, IBinaryFloatingPointIeee754<TValue> =>
        text.AppendLine().Append("  ").Append((label + ':').PadRight(14)).Append(Element.Describe(value));

    private StringBuilder Begin(string fault, ResultPlace place)
    {
        var element = place.Element;
        var index = element < 0 ? "" : Invariant($"[{element}]");
        if (element >= 0 && operands.View is { } view)
            index += $" ({view.Describe(place.Over, element)})";
        var size = operands.View?.ToString() ?? Invariant($"{before.Count}");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{rule.Schema.Name}, {PhaseName}: {fault}, in {place.Operand}{index} ");
        text.Append(CultureInfo.InvariantCulture, $"of {size} {Precision}s at offset {before.Offset}.");
        text.AppendLine().Append("  rule:         ").Append(HyperparameterText.Describe(
            rule.Schema.Name, rule.Schema.Hyperparameters, rule.GetHyperparameter));
        text.AppendLine().Append("  step:         ").Append(Invariant($"{step.Step}, gradients times {step.GradientScale:R}, {(step.ZeroGradients ? "zeroed" : "kept")}"));
        AppendValues(text, "scalars", rule.Schema.Scalars.Select((scalar, index) => (scalar.Name, run.Phases.Scalars[index])));
        AppendValues(text, "sums", run.Phases.Reductions.Select((value, index) => (NameOfReduction(index), value)));
        if (element >= 0)
        {
            text.AppendLine().Append("  before:");
            for (var input = 0; input < operands.EvaluationWeight; input++)
            {
                if (operands.IndexOf(input, place.Over, element) is not (>= 0 and var beside))
                    continue;
                text.AppendLine().Append("    ").Append((operands.NameOf(input) + ':').PadRight(12))
                    .Append(Element.Describe(before[input][beside]));
            }
        }

        return text;
    }

    private static void AppendValues(StringBuilder text, string label, IEnumerable<(string Name, double Value)> values)
    {
        var described = string.Join(", ", values.Select(value => $"{value.Name} {Element.Describe(value.Value)}"));
        if (described.Length > 0)
            text.AppendLine().Append("  ").Append((label + ':').PadRight(14)).Append(described);
    }

    private string NameOfReduction(int index) =>
        rule.Schema.Phases.SelectMany(measuring => measuring.Reductions).ElementAt(index).Name;

    private RuleVerificationException Exception(StringBuilder text, ResultPlace place) => new(text.ToString())
    {
        Rule = rule.Schema.Name,
        Phase = rule.Schema.Phases[phase].Kind,
        PhaseIndex = phase,
        View = operands.View,
        Target = run.Target,
        Precision = typeof(T),
        Length = before.Count,
        Operand = place.Operand,
        Element = place.Element,
    };
}
