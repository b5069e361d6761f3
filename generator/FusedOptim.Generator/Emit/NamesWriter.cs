using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Spelling;


namespace FusedOptim.Generator.Emit;

/// <summary>Writes the class of the names of a rule's hyperparameters: what takes a hyperparameter by name can take it from there.</summary>
internal static class NamesWriter
{
    public static void Write(IndentedTextWriter writer, RuleModel rule)
    {
        writer.Line("/// <summary>The names of the hyperparameters.</summary>");
        writer.Line(GeneratedAttributes.OfConstants(FullNames.Of(rule)));
        using (writer.Open($"public static class {RuleModel.NamesClass}"))
        {
            if (rule.Hyperparameters.Count == 0)
                return;
            writer.Line("/// <summary>The name of the hyperparameter.</summary>");
            writer.Line($"public const string {string.Join(", ", rule.Hyperparameters.Select(static hyperparameter =>
                $"{Names.Escape(hyperparameter.Name)} = {Literals.OfText(hyperparameter.Name)}"))};");
        }
    }
}
