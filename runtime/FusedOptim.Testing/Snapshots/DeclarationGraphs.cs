using System.Text;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Emit;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;

namespace FusedOptim.Testing;

/// <summary>Prints the graphs of a rule or function: as its methods were read, and as its kernels compute them.</summary>
internal static class DeclarationGraphs
{
    public static string Print(DeclarationModel declaration)
    {
        var text = new StringBuilder();
        if (declaration is FunctionModel function)
            Append(text, function);
        else
            Append(text, (RuleModel)declaration);
        return text.ToString();
    }

    private static void Append(StringBuilder text, RuleModel rule)
    {
        foreach (var phase in rule.Phases.Where(static phase => !phase.IsCalled))
            Append(text, $"{phase.Kind}{Occasion(phase)}, as declared", phase.Graph);
        foreach (var variant in VariantPlan.Of(rule, Variants.Of(rule.Hyperparameters, rule.Graphs)!, isOptimized: true))
        {
            var name = variant.Name.Length == 0 ? "" : $" ({variant.Name})";
            foreach (var phase in variant.Phases.Where(static phase => !phase.Phase.IsCalled))
                Append(text, $"{phase.Phase.Kind}{Occasion(phase.Phase)}{name}, {rule.FloatMode}", phase.Plan.Graph);
        }
    }

    private static string Occasion(PhaseModel phase) => phase.IsOnInterval ? " on the interval" : "";

    private static void Append(StringBuilder text, FunctionModel function)
    {
        IReadOnlyList<string> operands = [.. function.Arguments, "value", "derivative"];
        Append(text, "Value, as declared", function.Graph, operands);
        foreach (var plan in FunctionPlan.Of(function, Variants.Of(function.Hyperparameters, [function.Graph])!, isOptimized: true))
        {
            var name = plan.Name.Length == 0 ? "" : $" ({plan.Name})";
            Append(text, $"Differentiate{name}, {function.FloatMode}", plan.Differentiate.Plan.Graph, operands);
        }
    }

    private static void Append(StringBuilder text, string title, Graph graph, IReadOnlyList<string>? operands = null)
    {
        if (text.Length > 0)
            text.Append('\n');
        text.Append("# ").Append(title).Append('\n').Append(Printer.Print(graph, operands));
    }
}
