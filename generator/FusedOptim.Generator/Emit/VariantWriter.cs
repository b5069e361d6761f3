using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the choice between variants by the structural hyperparameters.</summary>
internal static class VariantWriter
{
    /// <summary>The property that numbers the variant; nothing where there is one alone.</summary>
    public static void WriteProperty(IndentedTextWriter writer, DeclarationModel declaration, Variants variants, string face)
    {
        if (variants.All.Count == 1)
            return;
        var structural = variants.Structural;
        var value = structural.Count == 1
            ? "this." + Names.Escape(structural[0].Name)
            : $"({string.Join(", ", structural.Select(static hyperparameter => "this." + Names.Escape(hyperparameter.Name)))})";
        writer.Line(GeneratedAttributes.OfMember(FullNames.Of(declaration)));
        writer.Line($"int {face}.Variant => {value} switch");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (var combination in variants.Combinations.Where(static combination => combination.Variant > 0))
            {
                var pattern = string.Join(", ", structural.Zip(combination.Choices, Pattern));
                writer.Line($"{(structural.Count == 1 ? pattern : $"({pattern})")} => {combination.Variant},");
            }

            writer.Line("_ => 0,");
        }

        writer.Line("};");
        writer.Blank();
    }

    /// <summary>A switch over the variant; nothing but the content where there is one alone.</summary>
    public static void WriteSwitch<TPlan>(
        IndentedTextWriter writer, string face, IReadOnlyList<TPlan> plans, Action<TPlan> content)
    {
        if (plans.Count == 1)
        {
            content(plans[0]);
            return;
        }

        using (writer.Open($"switch ((({face})this).Variant)"))
        {
            for (var index = 0; index < plans.Count; index++)
            {
                writer.Line(index == plans.Count - 1 ? "default:" : $"case {index}:");
                using (writer.Open())
                {
                    content(plans[index]);
                    writer.Line("break;");
                }
            }
        }
    }

    // By value: a name may be obsolete, or that of another member.
    private static string Pattern(HyperparameterModel hyperparameter, ChoiceModel choice) =>
        hyperparameter.Type == HyperparameterType.Boolean
            ? choice.Value != 0 ? "true" : "false"
            : $"({hyperparameter.EnumerationName}){Literals.OfInteger(choice.Value).At(Code.Primary)}";
}
