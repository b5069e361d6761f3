using System.Text;
using FusedOptim.Generator.Emit;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;

namespace FusedOptim.Testing;

/// <summary>Prints the graphs of a rule: as its methods were read, and as its kernels compute them.</summary>
internal static class RuleGraphs
{
    public static string Print(RuleModel rule)
    {
        var text = new StringBuilder();
        foreach (var phase in rule.Phases)
            Append(text, $"{phase.Kind}, as declared", phase.Graph);
        foreach (var variant in VariantPlan.Of(rule, Variants.Of(rule.Hyperparameters, rule.Graphs)!))
        {
            var name = variant.Name.Length == 0 ? "" : $" ({variant.Name})";
            foreach (var phase in variant.Phases)
                Append(text, $"{phase.Phase.Kind}{name}, {rule.FloatMode}", phase.Plan.Graph);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, Graph graph)
    {
        if (text.Length > 0)
            text.Append('\n');
        text.Append("# ").Append(title).Append('\n').Append(Printer.Print(graph));
    }
}
