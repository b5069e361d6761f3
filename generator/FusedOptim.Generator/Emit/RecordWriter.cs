using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the record's generated part: hyperparameters, Apply, the reference loop and the runtime's interface.</summary>
internal static class RecordWriter
{
    public static string Write(RuleModel rule, Variants variants, IReadOnlyList<VariantPlan> plans)
    {
        var writer = new IndentedTextWriter();
        HeaderWriter.WriteFull(writer, rule, plans);
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
        KernelFiles.WriteNamespace(writer, rule, inside => SchemaWriter.Write(inside, rule, plans));

        return writer.ToString();
    }

    private static void WriteRecord(
        IndentedTextWriter writer, RuleModel rule, Variants variants, IReadOnlyList<VariantPlan> plans)
    {
        var name = Names.Escape(rule.Name);
        using (writer.Open($"partial record {name} : {FullNames.RuleInterface}"))
        {
            HyperparameterWriter.WriteProperties(writer, rule, "set");
            if (rule.HasNames)
            {
                writer.Blank();
                NamesWriter.Write(writer, rule);
            }

            writer.Blank();
            new ApplyWriter(writer, rule, plans).Write();
            writer.Blank();
            InterfaceWriter.Write(writer, rule, variants, plans);
        }
    }
}
