using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes a function as data: hyperparameters with their ranges, arguments.</summary>
internal static class FunctionSchemaWriter
{
    public static void Write(IndentedTextWriter writer, FunctionModel function, IReadOnlyList<FunctionPlan> plans)
    {
        var constants = plans.Max(static plan => Math.Max(plan.Apply.StepConstantCount, plan.Differentiate.StepConstantCount));
        writer.Line($"/// <summary>{function.Name} as data.</summary>");
        writer.Line(GeneratedAttributes.OfSchema);
        using (writer.Open("internal static class Schema"))
        {
            ContractWriter.Write(writer);
            HyperparameterWriter.WriteSchemas(writer, function);
            writer.Line("public static readonly FunctionSchema Function = new(");
            using (writer.Indent())
            {
                writer.Line($"{Literals.OfText(function.Name)},");
                writer.Line($"FloatMode.{function.FloatMode},");
                writer.Line($"[{string.Join(", ", function.Hyperparameters.Select(HyperparameterWriter.FieldOf))}],");
                writer.Line($"[{string.Join(", ", function.Arguments.Select(Literals.OfText))}],");
                writer.Line($"{constants});");
            }
        }
    }
}
