using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>The sums, maxima and norms of a measuring method.</summary>
internal static class ReductionReader
{
    /// <summary>The sums and maxima, in the order of the parameters.</summary>
    /// <param name="measure">The method.</param>
    /// <param name="over">The unit that it runs once for.</param>
    /// <param name="refusals">Receives what is wrong.</param>
    public static IReadOnlyList<ReductionModel> Read(IMethodSymbol measure, Scope over, Refusals refusals)
    {
        var reductions = new List<ReductionModel>();
        foreach (var parameter in measure.Parameters)
        {
            if (AttributeOf(parameter) is not { } attribute)
                continue;
            var scope = ScopeOf(attribute);
            if (over == Scope.Matrix)
            {
                refusals.Add(
                    Descriptors.MethodSignature, attribute.Location(parameter), measure.Name,
                    $"not take sums, because it is called once for each matrix: sum in a phase over elements, '[Phase]', or hand out 'out double {parameter.Name}'");
                continue;
            }

            if (over == Scope.Element ? scope == Scope.Element : scope is Scope.Row or Scope.Column or Scope.Element)
            {
                refusals.Add(
                    Descriptors.ReductionScope, attribute.Location(parameter), parameter.Name, measure.Name,
                    over == Scope.Element ? "element" : over == Scope.Row ? "row" : "column",
                    over == Scope.Element
                        ? "Over.Tensor, Over.Model, Over.Row, Over.Column or Over.Matrix"
                        : "Over.Tensor, Over.Model or Over.Matrix");
                scope = Scope.Tensor;
            }

            reductions.Add(new(
                parameter.Name,
                attribute.AttributeClass?.ToDisplayString() switch
                {
                    AttributeNames.Max => ReductionKind.Maximum,
                    AttributeNames.Norm => ReductionKind.Norm,
                    _ => ReductionKind.Sum,
                },
                scope));
        }

        var keeps = measure.Parameters.Any(parameter => parameter.RefKind == RefKind.Out ||
            parameter.RefKind == RefKind.Ref && parameter.Attribute(AttributeNames.State) is not null);
        if (reductions.Count == 0 && over != Scope.Matrix && !(over != Scope.Element ? keeps : measure.Parameters.Any(static parameter => parameter.RefKind == RefKind.Out)))
        {
            refusals.Add(
                Descriptors.MethodSignature, measure.Locations[0], measure.Name,
                over == Scope.Element
                    ? "give something: '[Sum] ref double name', '[Max] ref double name', or 'out double name', a value of each element"
                    : "give something: 'out double name', a state by reference, or '[Sum] ref double name'");
        }

        return reductions;
    }

    public static AttributeData? AttributeOf(IParameterSymbol parameter) =>
        parameter.Attribute(AttributeNames.Sum) ?? parameter.Attribute(AttributeNames.Max) ?? parameter.Attribute(AttributeNames.Norm);

    /// <summary>What an attribute says that a value belongs to; the tensor by default.</summary>
    public static Scope ScopeOf(AttributeData attribute) => attribute.Over() ?? Scope.Tensor;
}
