using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>A method that runs before the update: <c>Measure</c>, or one with [Phase].</summary>
/// <param name="Symbol">The method.</param>
/// <param name="Over">The unit that it runs once for: an element, a row, a column or a matrix.</param>
/// <param name="FirstReduction">The index of its first sum or maximum among those of the rule.</param>
internal sealed record MeasuringMethod(IMethodSymbol Symbol, Scope Over, int FirstReduction)
{
    private const string Measure = "Measure";
    private static readonly string[] Others = ["Prepare", "Direction", "Update", "Evaluate"];

    /// <summary>The methods of a rule, in the order of their declaration.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="reductions">Receives their sums and maxima.</param>
    /// <param name="refusals">Receives what is wrong.</param>
    public static List<MeasuringMethod> Find(INamedTypeSymbol rule, List<ReductionModel> reductions, Refusals refusals)
    {
        var found = new List<MeasuringMethod>();
        var symbols = rule.GetMembers().OfType<IMethodSymbol>()
            .Where(static method => method.Name == Measure || method.Attribute(AttributeNames.Phase) is not null)
            .OrderBy(static method => method.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static method => method.Locations[0].SourceSpan.Start);
        foreach (var symbol in symbols)
        {
            var attribute = symbol.Attribute(AttributeNames.Phase);
            var over = attribute?.Over() ?? Scope.Element;
            if (found.Any(other => other.Symbol.Name == symbol.Name))
            {
                refusals.Add(
                    Descriptors.SeveralMethods, symbol.Locations[0], rule.Name, $"'{symbol.Name}'",
                    "give the second pass another name and the attribute [Phase]");
                continue;
            }

            if (attribute is not null && Others.Contains(symbol.Name))
            {
                refusals.Add(
                    Descriptors.MethodSignature, attribute.Location(symbol), symbol.Name,
                    "not have [Phase], which is for methods that run before it");
                continue;
            }

            if (over is not (Scope.Element or Scope.Row or Scope.Column or Scope.Matrix))
            {
                refusals.Add(
                    Descriptors.MethodSignature, attribute!.Location(symbol), symbol.Name,
                    "run once for each element ([Phase]), row ([Phase(Over.Row)]), column ([Phase(Over.Column)]) or matrix ([Phase(Over.Matrix)])");
                over = Scope.Element;
            }

            var implementation = symbol.Implementation();
            found.Add(new(implementation, over, reductions.Count));
            foreach (var reduction in ReductionReader.Read(implementation, over, refusals))
            {
                if (reduction.Name is "gradient" or "parameter" or "step" or "count" or "rows" or "columns" ||
                    reductions.Any(other => other.Name == reduction.Name))
                {
                    var parameter = implementation.Parameters.First(parameter => parameter.Name == reduction.Name);
                    refusals.Add(Descriptors.PreparedName, parameter.DeclarationLocation(), reduction.Name);
                }

                reductions.Add(reduction);
            }
        }

        return found;
    }
}
