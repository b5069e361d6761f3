using System.Globalization;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>
/// The method that [FirstMoment], [SecondMoment] and [BiasCorrection] stand for, written from their documentation, in the order
/// in which the shipped AdamW multiplies.
/// </summary>
internal static class MomentMethod
{
    /// <summary>The part of the record with the method; null where the rule has its own.</summary>
    public static string? Write(INamedTypeSymbol rule)
    {
        AttributeData? Attribute(string name) => rule.GetAttributes().FirstOrDefault(data => data.AttributeClass?.Name == name);
        var (first, second) = (Attribute("FirstMomentAttribute"), Attribute("SecondMomentAttribute"));
        if (first is null && second is null)
            return null;
        var corrects = Attribute("BiasCorrectionAttribute") is not null;
        var firstKind = first is null ? (FirstMomentKind?)null : (FirstMomentKind)first.ConstructorArguments[1].Value!;
        var secondKind = second is null ? (SecondMomentKind?)null : (SecondMomentKind)second.ConstructorArguments[1].Value!;
        var looksAhead = first?.NamedArguments.Any(argument => argument is { Key: "Nesterov", Value.Value: true }) == true;

        var (parameters, states, body) = (new List<string>(), new List<string>(), new List<string>());
        var direction = "gradient";
        parameters.Add($"double LearningRate = {(second is null ? "0.01" : "0.001")}");
        if (firstKind is { } gathers)
        {
            var (decay, moment) = gathers == FirstMomentKind.Average
                ? ("Beta1", "Beta1 * m + (1 - Beta1) * gradient")
                : ("Momentum", "Momentum * m + gradient");
            parameters.Add($"double {decay} = {Number(first!)}");
            states.Add("ref double m");
            body.Add($"m = {moment};");
            direction = "m";
            if (looksAhead)
            {
                body.Add($"var ahead = {(gathers == FirstMomentKind.Average ? moment : "gradient + Momentum * m")};");
                direction = "ahead";
            }
        }

        var denominator = "";
        if (secondKind is { } squares)
        {
            if (squares != SecondMomentKind.Sum)
                parameters.Add($"double Beta2 = {Number(second!)}");
            var epsilon = squares switch { SecondMomentKind.Sum => "1e-10", SecondMomentKind.Belief => "1e-16", _ => "1e-8" };
            parameters.Add($"double Epsilon = {epsilon}");
            states.Add("ref double v");
            body.Add(squares switch
            {
                SecondMomentKind.Sum => "v = v + gradient * gradient;",
                SecondMomentKind.InfinityNorm => "v = System.Math.Max(Beta2 * v, System.Math.Abs(gradient) + Epsilon);",
                SecondMomentKind.Belief => "v = Beta2 * v + (1 - Beta2) * (gradient - m) * (gradient - m) + Epsilon;",
                _ => "v = Beta2 * v + (1 - Beta2) * gradient * gradient;",
            });
            denominator = "v";
            if (squares == SecondMomentKind.Maximum)
            {
                states.Add("ref double largest");
                body.Add("largest = System.Math.Max(largest, v);");
                denominator = "largest";
            }

            if (corrects && squares is not (SecondMomentKind.Sum or SecondMomentKind.InfinityNorm))
                denominator += " / (1 - System.Math.Pow(Beta2, step))";
            denominator = squares == SecondMomentKind.InfinityNorm ? "/ v" : $"/ (System.Math.Sqrt({denominator}) + Epsilon)";
        }

        if (corrects && firstKind == FirstMomentKind.Average)
            direction += " / (1 - System.Math.Pow(Beta1, step))";
        body.Add($"return {direction} {denominator};");
        return $$"""
            namespace {{rule.ContainingNamespace.ToDisplayString()}};
            partial record {{rule.Name}}({{string.Join(", ", parameters)}})
            {
                private double Direction(double gradient, {{string.Join(", ", states)}}, int step) { {{string.Join(" ", body)}} }
            }
            """;
    }

    private static string Number(AttributeData attribute) =>
        ((double)attribute.ConstructorArguments[0].Value!).ToString("R", CultureInfo.InvariantCulture);
}
