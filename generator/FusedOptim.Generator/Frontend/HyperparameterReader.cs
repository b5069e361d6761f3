using System.Globalization;
using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Frontend;

/// <summary>The hyperparameters of a rule or function: the positional parameters of its record, and what modifiers add.</summary>
internal sealed class HyperparameterReader
{
    public const string LearningRate = "LearningRate";

    private HyperparameterReader()
    {
    }

    /// <summary>In the order of declaration; those that modifiers add come last.</summary>
    public List<HyperparameterModel> Models { get; } = [];

    /// <summary>The properties that the method's body refers to, with their indices.</summary>
    public Dictionary<ISymbol, int> Properties { get; } = new(SymbolEqualityComparer.Default);

    public bool Contains(string name) => Models.Any(model => model.Name == name);

    /// <summary>What to do where the learning rate is missing.</summary>
    public string AdviceOnLearningRate() =>
        Models.FirstOrDefault(static model => NearestName.Find(model.Name, [LearningRate]) is not null) is { } near
            ? $"rename '{near.Name}' to '{LearningRate}'"
            : $"declare 'double {LearningRate} = 1e-3' among the record's parameters";

    public int IndexOf(string name) => Models.FindIndex(model => model.Name == name);

    /// <param name="rule">The record.</param>
    /// <param name="reserved">The names of generated members.</param>
    /// <param name="refusals">Receives what is wrong.</param>
    public static HyperparameterReader Read(INamedTypeSymbol rule, IReadOnlyList<string> reserved, Refusals refusals)
    {
        var reader = new HyperparameterReader();
        var constructor = rule.InstanceConstructors.FirstOrDefault(static constructor =>
            constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is RecordDeclarationSyntax);
        foreach (var parameter in constructor?.Parameters ?? [])
        {
            if (reader.ReadParameter(rule, parameter, refusals) is { } model)
                reader.Models.Add(model);
        }

        foreach (var name in reserved)
        {
            if (name == rule.Name)
                refusals.Add(Descriptors.ReservedName, rule.Locations[0], name, rule.ContainingNamespace.ToDisplayString(), "the generated part has a member of that name");
            foreach (var member in rule.GetMembers(name))
            {
                refusals.Add(
                    Descriptors.ReservedName, member.Locations[0], name, rule.Name, "the generated part declares it too");
            }
        }

        return reader;
    }

    private HyperparameterModel? ReadParameter(INamedTypeSymbol rule, IParameterSymbol parameter, Refusals refusals)
    {
        var location = parameter.DeclarationLocation();
        if (parameter.Name == rule.Name)
        {
            refusals.Add(
                Descriptors.ReservedName, location, parameter.Name, rule.Name,
                "a hyperparameter is a property, and no member is called like its type");
        }

        var property = rule.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault();
        if (property?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not ParameterSyntax)
        {
            refusals.Add(
                Descriptors.ReservedName,
                property?.Locations[0] ?? location,
                parameter.Name,
                rule.Name,
                "the generated part declares the property of each hyperparameter, checked against its range");
            return null;
        }

        if (TypeOf(parameter.Type) is not { } type)
        {
            RefuseType(parameter, location, refusals);
            // Known all the same, so that its uses are not refused a second time.
            Properties[property] = Models.Count;
            return new(parameter.Name, HyperparameterType.Real, true, double.NaN, RangeModel.Finite);
        }

        Properties[property] = Models.Count;
        // What the default refers to is unknown: a mistake, or what another generator writes. It must not become a 0.
        if (ParameterDefault.Exists(parameter) && ParameterDefault.Of(parameter) is null)
            refusals.LeaveToCompiler();
        if (type >= HyperparameterType.Boolean)
            return ReadChoice(parameter, type, location, refusals);
        var range = RangeReader.Read(parameter, type == HyperparameterType.Integer, refusals);
        var hasDefault = ParameterDefault.Exists(parameter);
        var initial = hasDefault ? Convert.ToDouble(ParameterDefault.Of(parameter), CultureInfo.InvariantCulture) : double.NaN;
        if (hasDefault && !range.Contains(initial))
        {
            refusals.Add(
                Descriptors.RangeBounds, location, parameter.Name,
                $"excludes its own default, {initial.ToString("R", CultureInfo.InvariantCulture)}");
        }

        return new(parameter.Name, type, true, initial, range);
    }

    private static HyperparameterType? TypeOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Double => HyperparameterType.Real,
        SpecialType.System_Int32 => HyperparameterType.Integer,
        SpecialType.System_Boolean => HyperparameterType.Boolean,
        _ when IsEnumeration(type) => HyperparameterType.Enumeration,
        _ => null,
    };

    /// <summary>Whether a type is an enumeration over int, which choices between variants can have.</summary>
    public static bool IsEnumeration(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType.SpecialType: SpecialType.System_Int32 };

    private static HyperparameterModel ReadChoice(
        IParameterSymbol parameter, HyperparameterType type, Location location, Refusals refusals)
    {
        foreach (var attribute in RangeReader.AttributesOf(parameter))
        {
            refusals.Add(
                Descriptors.RangeBounds, attribute.Location(parameter), parameter.Name,
                "means nothing: the hyperparameter is a choice, and each of its values is allowed");
        }

        var choices = type == HyperparameterType.Boolean
            ? [new ChoiceModel("", 0), new ChoiceModel(parameter.Name, 1)]
            : parameter.Type.GetMembers().OfType<IFieldSymbol>()
                .Where(static field => field.ConstantValue is int)
                .Select(static field => new ChoiceModel(field.Name, (int)field.ConstantValue!))
                .GroupBy(static choice => choice.Value)
                .Select(static group => group.First())
                .ToList();
        var hasDefault = ParameterDefault.Exists(parameter);
        var initial = !hasDefault ? double.NaN
            : ParameterDefault.Of(parameter) is bool truth ? truth ? 1 : 0
            : Convert.ToDouble(ParameterDefault.Of(parameter), CultureInfo.InvariantCulture);
        if (hasDefault && choices.All(choice => choice.Value != initial))
        {
            refusals.Add(
                Descriptors.RangeBounds, location, parameter.Name,
                $"excludes its own default, {initial.ToString("R", CultureInfo.InvariantCulture)}, which is no value of the enumeration");
        }

        return new(parameter.Name, type, true, initial, RangeModel.Finite)
        {
            Choices = choices.ToEquatableArray(),
            EnumerationName = type == HyperparameterType.Enumeration
                ? parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)
                : null,
        };
    }

    private static void RefuseType(IParameterSymbol parameter, Location location, Refusals refusals)
    {
        if (parameter.Type.TypeKind == TypeKind.Error)
        {
            refusals.LeaveToCompiler();
        }
        else if (parameter.Type.SpecialType == SpecialType.System_Single)
        {
            refusals.Add(Descriptors.SinglePrecision, location, parameter.Name);
        }
        else
        {
            refusals.Add(Descriptors.HyperparameterType, location, parameter.Name, parameter.Type.ToDisplayString());
        }
    }
}
