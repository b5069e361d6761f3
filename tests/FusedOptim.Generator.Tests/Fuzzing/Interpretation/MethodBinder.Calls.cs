using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

internal sealed partial class MethodBinder
{
    private Evaluation Invocation(InvocationExpressionSyntax invocation)
    {
        var method = (IMethodSymbol)SymbolOf(invocation);
        var function = $"{method.ContainingType.Name}.{method.Name}";
        if (method.DeclaringSyntaxReferences.Length > 0)
            return Helper(invocation, method);

        // Arguments are evaluated in the order of the source, and bound by parameter: named arguments can swap them.
        var arguments = invocation.ArgumentList.Arguments.Select(argument => Expression(argument.Expression)).ToArray();
        var ordinals = invocation.ArgumentList.Arguments
            .Select((argument, index) => argument.NameColon is { Name.Identifier.ValueText: var name }
                ? method.Parameters.Single(parameter => parameter.Name == name).Ordinal : index)
            .ToArray();
        var call = KnownFunctions.Find(function);
        return machine =>
        {
            var values = new Value[arguments.Length];
            for (var index = 0; index < arguments.Length; index++)
                values[ordinals[index]] = arguments[index](machine);
            machine.Calculator.Note(function, values.Max(value => value.Variance));
            return call(machine.Calculator, values);
        };
    }

    private Evaluation Helper(InvocationExpressionSyntax invocation, IMethodSymbol method)
    {
        var copies = new List<(int Place, Evaluation Value)>();
        var bound = new HashSet<IParameterSymbol>(SymbolEqualityComparer.Default);
        foreach (var (argument, position) in invocation.ArgumentList.Arguments.Select((argument, position) => (argument, position)))
        {
            var parameter = argument.NameColon is { Name.Identifier.ValueText: var name }
                ? method.Parameters.Single(candidate => candidate.Name == name)
                : method.Parameters[position];
            bound.Add(parameter);
            if (parameter.RefKind != RefKind.None)
            {
                _places[parameter] = Place(argument.Expression);
                continue;
            }

            copies.Add((NewPlace(_frames.Count), Expression(argument.Expression)));
            _places[parameter] = copies[^1].Place;
        }

        foreach (var parameter in method.Parameters.Where(parameter => !bound.Contains(parameter)))
        {
            copies.Add((NewPlace(_frames.Count), Literal(parameter.ExplicitDefaultValue!)));
            _places[parameter] = copies[^1].Place;
        }

        var (body, result) = Body(method);
        return machine =>
        {
            machine.Calculator.Note("helper", Variance.Constant);
            var values = copies.ConvertAll(copy => copy.Value(machine));
            for (var index = 0; index < values.Count; index++)
                machine.Places[copies[index].Place] = values[index];
            body(machine);
            return machine.Places[result];
        };
    }
}
