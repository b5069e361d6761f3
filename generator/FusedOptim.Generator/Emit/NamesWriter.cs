using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the class of the names of a rule's hyperparameters: what takes a hyperparameter by name can take it from there.</summary>
internal static class NamesWriter
{
    /// <summary>The name of the class. A record that uses the name itself does not get the class.</summary>
    public const string ClassName = "Names";

    public static void Write(IndentedTextWriter writer, RuleModel rule)
    {
        writer.Line("/// <summary>The names of the hyperparameters, for schedules, files and command lines.</summary>");
        using (writer.Open($"public static class {ClassName}"))
        {
            foreach (var hyperparameter in rule.Hyperparameters)
            {
                writer.Blank();
                writer.Line($"/// <summary>The name of the hyperparameter {hyperparameter.Name}.</summary>");
                writer.Line($"public const string {Names.Escape(hyperparameter.Name)} = {Literals.OfText(hyperparameter.Name)};");
            }
        }
    }
}
