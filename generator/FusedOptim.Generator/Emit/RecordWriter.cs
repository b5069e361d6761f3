using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the record's generated part: hyperparameters, Apply, the reference loop and the runtime's interface.</summary>
internal static class RecordWriter
{
    public static string Write(RuleModel rule, Variants variants, IReadOnlyList<VariantPlan> plans)
    {
        var writer = new IndentedTextWriter();
        HeaderWriter.WriteFull(writer, rule, plans);
        Aliases.Write(writer, RuleEmitter.KernelNamespace(rule));
        if (rule.Namespace.Length > 0)
        {
            using (writer.Open($"namespace {Names.EscapeAll(rule.Namespace)}"))
                WriteRecord(writer, rule, variants, plans);
        }
        else
        {
            WriteRecord(writer, rule, variants, plans);
        }

        writer.Blank();
        using (writer.Open($"namespace {RuleEmitter.KernelNamespace(rule)}"))
        {
            writer.Line("using global::FusedOptim;");
            writer.Line("using global::FusedOptim.CompilerServices;");
            writer.Blank();
            SchemaWriter.Write(writer, rule, plans);
        }

        return writer.ToString();
    }

    private static void WriteRecord(
        IndentedTextWriter writer, RuleModel rule, Variants variants, IReadOnlyList<VariantPlan> plans)
    {
        var name = Names.Escape(rule.Name);
        using (writer.Open($"partial record {name} : {Aliases.Library}IUpdateRule<{name}>"))
        {
            foreach (var hyperparameter in rule.Hyperparameters)
            {
                writer.Blank();
                WriteHyperparameter(writer, name, hyperparameter);
            }

            foreach (var element in Element.All)
            {
                writer.Blank();
                new ApplyWriter(writer, rule, plans, element).Write();
            }

            foreach (var phase in rule.Phases)
            {
                writer.Blank();
                ReferenceWriter.Write(writer, rule, phase, plans);
            }

            writer.Blank();
            InterfaceWriter.Write(writer, rule, variants, plans);
        }
    }

    private static void WriteHyperparameter(IndentedTextWriter writer, string rule, HyperparameterModel hyperparameter)
    {
        var name = Names.Escape(hyperparameter.Name);
        var schema = $"{Aliases.Kernels}Schema.{SchemaWriter.FieldOf(hyperparameter)}";
        if (hyperparameter.IsPositional)
            writer.Line($"/// <inheritdoc cref=\"{rule}\" path=\"/param[@name='{hyperparameter.Name}']/node()\"/>");
        else
            writer.Line($"/// <summary>{hyperparameter.Summary}</summary>");

        // Initializers bypass setters, so the constructor's argument is checked here as well.
        var (type, check) = hyperparameter.Type switch
        {
            HyperparameterType.Boolean => ("bool", "{0}"),
            HyperparameterType.Enumeration => (hyperparameter.EnumerationName!, $"({hyperparameter.EnumerationName}){schema}.Check((int){{0}})"),
            HyperparameterType.Integer => ("int", schema + ".Check({0})"),
            _ => ("double", schema + ".Check({0})"),
        };
        var initial = hyperparameter.IsPositional
            ? string.Format(check, name)
            : Literals.OfDouble(hyperparameter.Default).Text;
        var setter = hyperparameter.Type == HyperparameterType.Boolean ? "set;" : $"set => field = {string.Format(check, "value")};";
        writer.Line($"public {type} {name} {{ get; {setter} }} = {initial};");
    }
}
