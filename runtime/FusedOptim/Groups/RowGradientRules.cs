using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>The rules that can step a parameter whose gradient is compact: those that see single elements, the step, and
/// sums of gradients.</summary>
internal static class RowGradientRules
{
    /// <summary>Checks that a rule can step a parameter with a compact gradient.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    /// <param name="schema">The rule.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="hasMasterCopy">Whether there is a copy of the values in single precision.</param>
    public static void Check(RuleSchema schema, Parameter parameter, bool hasMasterCopy)
    {
        var reason =
            schema.UsesView ? "sees the rows and columns of the parameter, whose sums need every row" :
            schema.Phases.Any(phase => phase.Kind == PhaseKind.Measure && !MeasuresGradients(schema, phase))
                ? "measures the whole parameter, values or states of every row included" :
            schema.ElementwiseInputCount > 0 ? $"reads the input '{schema.Inputs[0].Name}', which has a value for every element" :
            schema.Phases.Any(phase => phase.Interval >= 0) ? "has a pass at every k-th step, which would miss the rows without a gradient at that step" :
            schema.CaughtUpDecay is not null && parameter.Storage.Format is { } format && !hasMasterCopy
                ? $"catches up weight decay, which {format.Name} rounds away without OptimizerOptions.MasterCopy" :
            null;
        if (reason is not null)
        {
            throw new ArgumentException(
                $"{schema.Name} cannot step '{parameter.Name}' {parameter.Shape}, which has gradients of some rows alone: the rule {reason}. " +
                "Step the parameter by a rule of single elements, such as AdamW, or add it with a dense gradient.", "parameters");
        }
    }

    // Rows without a gradient have zeros, which are known.
    private static bool MeasuresGradients(RuleSchema schema, PhaseSchema phase) =>
        !phase.ReadsParameter && phase.InputsRead.Count == 0 &&
        !Enumerable.Range(0, schema.States.Count).Any(state => phase.ReadsState(state) || phase.WritesState(state));
}
