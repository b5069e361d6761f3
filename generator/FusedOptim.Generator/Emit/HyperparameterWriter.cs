using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes hyperparameters: checked properties, access by index, and their ranges as data.</summary>
internal static class HyperparameterWriter
{
    /// <summary>The field that describes a hyperparameter; no hyperparameter can be called as the schema itself is.</summary>
    public static string FieldOf(HyperparameterModel hyperparameter) => hyperparameter.Name + "Schema";

    /// <summary>The properties, checked in the constructor and when they are assigned.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="declaration">The record.</param>
    /// <param name="accessor">How they are assigned: <c>set</c> or <c>init</c>.</param>
    public static void WriteProperties(IndentedTextWriter writer, DeclarationModel declaration, string accessor)
    {
        if (declaration.Hyperparameters.Count == 0)
            return;
        writer.Blank();
        writer.Line("#line hidden // Initializers are steps of the constructor, which is the project's.");
        for (var index = 0; index < declaration.Hyperparameters.Count; index++)
        {
            if (index > 0)
                writer.Blank();
            WriteProperty(writer, declaration, declaration.Hyperparameters[index], accessor);
        }

        writer.Line("#line default");
    }

    public static void WriteGetter(IndentedTextWriter writer, DeclarationModel declaration, string face)
    {
        writer.Line(GeneratedAttributes.OfMember(FullNames.Of(declaration)));
        writer.Line($"double {face}.GetHyperparameter(int index) => index switch");
        writer.Line("{");
        using (writer.Indent())
        {
            if (declaration.Hyperparameters.Count > 0)
            {
                writer.Line(string.Join(", ", declaration.Hyperparameters.Select(static (hyperparameter, index) =>
                    $"{index} => {ValueOf(hyperparameter)}")) + ",");
            }

            writer.Line("_ => throw new global::System.ArgumentOutOfRangeException(\"index\"),");
        }

        writer.Line("};");
    }

    private static string ValueOf(HyperparameterModel hyperparameter)
    {
        var property = "this." + Names.Escape(hyperparameter.Name);
        return hyperparameter.Type switch
        {
            HyperparameterType.Boolean => property + " ? 1 : 0",
            HyperparameterType.Enumeration => "(int)" + property,
            _ => property,
        };
    }

    public static void WriteSetter(IndentedTextWriter writer, DeclarationModel declaration, string face)
    {
        var names = FullNames.Of(declaration);
        writer.Line(GeneratedAttributes.OfMember(names));
        using (writer.Open($"void {face}.SetHyperparameter(int index, double value)"))
        using (writer.Open("switch (index)"))
        {
            for (var index = 0; index < declaration.Hyperparameters.Count; index++)
            {
                var hyperparameter = declaration.Hyperparameters[index];
                var integer = $"{names.Schema}.{FieldOf(hyperparameter)}.CheckInteger(value)";
                var value = hyperparameter.Type switch
                {
                    HyperparameterType.Real => "value",
                    HyperparameterType.Boolean => integer + " != 0",
                    HyperparameterType.Enumeration => $"({hyperparameter.EnumerationName}){integer}",
                    _ => integer,
                };
                writer.Line($"case {index}: this.{Names.Escape(hyperparameter.Name)} = {value}; break;");
            }

            writer.Line("default: throw new global::System.ArgumentOutOfRangeException(\"index\");");
        }
    }

    /// <summary>The fields of a schema that describe the hyperparameters.</summary>
    public static void WriteSchemas(IndentedTextWriter writer, DeclarationModel declaration)
    {
        foreach (var hyperparameter in declaration.Hyperparameters)
        {
            writer.Line($"public static readonly HyperparameterSchema {FieldOf(hyperparameter)} = new(");
            using (writer.Indent())
                writer.Line($"{Literals.OfText(declaration.Name)}, {Literals.OfText(hyperparameter.Name)}, {Literals.OfDouble(hyperparameter.Default)}){Range(hyperparameter)};");
        }
    }

    private static void WriteProperty(
        IndentedTextWriter writer, DeclarationModel declaration, HyperparameterModel hyperparameter, string accessor)
    {
        var name = Names.Escape(hyperparameter.Name);
        var names = FullNames.Of(declaration);
        var schema = $"{names.Schema}.{FieldOf(hyperparameter)}";
        if (hyperparameter.IsPositional)
            writer.Line($"/// <inheritdoc cref=\"{Names.Escape(declaration.Name)}\" path=\"/param[@name='{hyperparameter.Name}']/node()\"/>");
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
            : hyperparameter.Type == HyperparameterType.Integer ? Literals.OfInteger((int)hyperparameter.Default).Text
            : Literals.OfDouble(hyperparameter.Default).Text;
        var setter = hyperparameter.Type == HyperparameterType.Boolean ? accessor + ";" : $"{accessor} => field = {string.Format(check, "value")};";
        writer.Line(GeneratedAttributes.OfSource(names));
        if (hyperparameter.IsRequired)
            writer.Line($"public required {type} {name} {{ get; {setter} }}");
        else
            WriteInitialized(writer, $"public {type} {name} {{ get; {setter} }} =", initial);
    }

    private static void WriteInitialized(IndentedTextWriter writer, string declaration, string initial)
    {
        if (writer.Fits($"{declaration} {initial};"))
        {
            writer.Line($"{declaration} {initial};");
            return;
        }

        writer.Line(declaration);
        using (writer.Indent())
            writer.Line(initial + ";");
    }

    private static string Range(HyperparameterModel hyperparameter)
    {
        var range = hyperparameter.Range;
        var parts = new List<string>();
        if (!double.IsInfinity(range.Minimum))
            parts.Add($"Minimum = {Literals.OfDouble(range.Minimum)}");
        if (!double.IsInfinity(range.Maximum))
            parts.Add($"Maximum = {Bound(range.Maximum)}");
        if (range.MinimumIsExclusive)
            parts.Add("MinimumIsExclusive = true");
        if (range.MaximumIsExclusive)
            parts.Add("MaximumIsExclusive = true");
        if (hyperparameter.Type != HyperparameterType.Real)
            parts.Add("IsInteger = true");
        if (hyperparameter.IsStructural)
        {
            parts.Add($"Choices = [{string.Join(", ", hyperparameter.Choices.Select(choice =>
                $"new({Literals.OfText(NameOf(hyperparameter, choice))}, {Literals.OfInteger(choice.Value)})"))}]");
        }

        return parts.Count == 0 ? "" : $" {{ {string.Join(", ", parts)} }}";
    }

    private static string NameOf(HyperparameterModel hyperparameter, ChoiceModel choice) =>
        hyperparameter.Type == HyperparameterType.Enumeration ? choice.Name : choice.Value != 0 ? "true" : "false";

    private static string Bound(double value) => value == double.MaxValue ? "double.MaxValue" : Literals.OfDouble(value).Text;
}
