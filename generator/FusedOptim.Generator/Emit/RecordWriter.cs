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
        FullNames.Of(rule).WriteNamespace(writer, inside => WriteRecord(inside, rule, variants, plans));
        return writer.ToString();
    }

    private static void WriteRecord(
        IndentedTextWriter writer, RuleModel rule, Variants variants, IReadOnlyList<VariantPlan> plans)
    {
        var name = Names.Escape(rule.Name);
        using (writer.Open($"partial record {name} : {FullNames.Of(rule).RuleInterface}"))
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
