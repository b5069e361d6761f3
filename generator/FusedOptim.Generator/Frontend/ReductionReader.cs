using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>The sums and maxima of Measure.</summary>
internal static class ReductionReader
{
    public static IEnumerable<ReductionModel> Read(IMethodSymbol measure, Refusals refusals)
    {
        var found = false;
        foreach (var parameter in measure.Parameters)
        {
            if (AttributeOf(parameter) is not { } attribute)
                continue;
            found = true;
            yield return new(
                parameter.Name,
                attribute.AttributeClass?.ToDisplayString() == AttributeNames.Max ? ReductionKind.Maximum : ReductionKind.Sum,
                ScopeOf(attribute));
        }

        if (!found)
        {
            refusals.Add(
                Descriptors.MethodSignature, measure.Locations[0], measure.Name,
                "reduce to something: '[Sum] ref double name' or '[Max] ref double name'");
        }
    }

    public static AttributeData? AttributeOf(IParameterSymbol parameter) =>
        parameter.Attribute(AttributeNames.Sum) ?? parameter.Attribute(AttributeNames.Max);

    public static Scope ScopeOf(AttributeData attribute) =>
        attribute.ConstructorArguments.Any(static argument => argument.Value is 1) ? Scope.Model : Scope.Tensor;
}
