using System.Globalization;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Frontend;

/// <summary>Reads the range of a hyperparameter: [Range] of DataAnnotations, or an attribute that names a range.</summary>
internal static class RangeReader
{
    private static readonly (string Attribute, RangeModel OfReal, RangeModel? OfInteger)[] Named =
    [
        (AttributeNames.NonNegative, new(0, double.MaxValue, false, false), new(0, int.MaxValue, false, false)),
        (AttributeNames.Positive, new(0, double.MaxValue, true, false), new(1, int.MaxValue, false, false)),
        (AttributeNames.DecayRate, new(0, 1, false, true), null),
    ];

    /// <summary>The attributes that state a range, in the order of the source.</summary>
    public static IReadOnlyList<AttributeData> AttributesOf(IParameterSymbol parameter) =>
        [.. parameter.GetAttributes().Where(static attribute => attribute.Is(AttributeNames.Range) || Named.Any(named => attribute.Is(named.Attribute)))];

    public static RangeModel Read(IParameterSymbol parameter, bool isInteger, Refusals refusals)
    {
        var attributes = AttributesOf(parameter);
        if (attributes.Count == 0)
        {
            CheckNamespace(parameter, refusals);
            return RangeModel.Finite;
        }

        // The compiler refuses the same attribute twice.
        foreach (var second in attributes.Skip(1).Where(second => NameOf(second) != NameOf(attributes[0])))
        {
            refusals.Add(
                Descriptors.RangeBounds, second.Location(parameter), parameter.Name,
                $"is stated by [{NameOf(attributes[0])}] and by [{NameOf(second)}]; keep one of them");
        }

        var attribute = attributes[0];
        if (attribute.Is(AttributeNames.Range))
            return ReadBounds(attribute, parameter, isInteger, refusals);
        var (_, ofReal, ofInteger) = Named.First(named => attribute.Is(named.Attribute));
        if (!isInteger)
            return ofReal;
        if (ofInteger is not null)
            return ofInteger;
        refusals.Add(
            Descriptors.RangeBounds, attribute.Location(parameter), parameter.Name,
            $"leaves 0 alone, because an 'int' has no other value that [{NameOf(attribute)}] allows; declare a 'double', or write '[NonNegative]'");
        return RangeModel.Finite;
    }

    /// <summary>Without the namespace the compiler finds System.Range, and says only that it is no attribute.</summary>
    private static void CheckNamespace(IParameterSymbol parameter, Refusals refusals)
    {
        var attribute = ((ParameterSyntax?)parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax())?.AttributeLists
            .SelectMany(static list => list.Attributes).FirstOrDefault(static attribute => attribute.Name.ToString() == "Range");
        if (attribute is not null)
            refusals.Add(Descriptors.RangeWithoutNamespace, attribute.GetLocation(), parameter.Name);
    }

    private static RangeModel ReadBounds(AttributeData attribute, IParameterSymbol parameter, bool isInteger, Refusals refusals)
    {
        var location = attribute.Location(parameter);
        var arguments = attribute.ConstructorArguments;
        if (arguments.Length != 2 || arguments[0].Value is not { } first || arguments[1].Value is not { } second)
        {
            if (arguments.Length == 3)
            {
                refusals.Add(
                    Descriptors.RangeBounds, location, parameter.Name,
                    "is written with a type and strings, which are read at run time only; write '[Range(0.0, 1.0)]'");
            }
            else
            {
                refusals.LeaveToCompiler();
            }

            return RangeModel.Finite;
        }

        if (!isInteger && first is int)
        {
            refusals.Add(
                Descriptors.IntegerRange, location, parameter.Name,
                string.Format(CultureInfo.InvariantCulture, "'[Range({0}.0, {1}.0)]'", first, second));
        }

        var minimum = Convert.ToDouble(first, CultureInfo.InvariantCulture);
        var maximum = Convert.ToDouble(second, CultureInfo.InvariantCulture);
        var range = new RangeModel(
            minimum,
            maximum,
            attribute.Named("MinimumIsExclusive")?.Value is true,
            attribute.Named("MaximumIsExclusive")?.Value is true);
        if (!(minimum <= maximum) || (minimum == maximum && (range.MinimumIsExclusive || range.MaximumIsExclusive)))
        {
            refusals.Add(
                Descriptors.RangeBounds, location, parameter.Name,
                string.Format(CultureInfo.InvariantCulture, "from {0:R} to {1:R} holds no value", minimum, maximum));
            return RangeModel.Finite;
        }

        return range;
    }

    private static string NameOf(AttributeData attribute)
    {
        const string Suffix = "Attribute";
        var name = attribute.AttributeClass!.Name;
        return name.Substring(0, name.Length - Suffix.Length);
    }
}
