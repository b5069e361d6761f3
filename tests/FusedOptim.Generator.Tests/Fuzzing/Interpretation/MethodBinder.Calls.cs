using Microsoft.CodeAnalysis;
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
        // An argument may call the same method: its parameters become places when all arguments are bound.
        var places = new Dictionary<IParameterSymbol, int>(SymbolEqualityComparer.Default);
        var copies = new List<(int Place, Evaluation Value)>();
        foreach (var (argument, position) in invocation.ArgumentList.Arguments.Select((argument, position) => (argument, position)))
        {
            var parameter = argument.NameColon is { Name.Identifier.ValueText: var name }
                ? method.Parameters.Single(candidate => candidate.Name == name)
                : method.Parameters[position];
            if (parameter.RefKind == RefKind.None)
                Copy(parameter, Expression(argument.Expression));
            else
                places[parameter] = Place(argument.Expression);
        }

        foreach (var parameter in method.Parameters.Where(parameter => !places.ContainsKey(parameter)))
            Copy(parameter, Literal(parameter.ExplicitDefaultValue!));
        foreach (var (parameter, place) in places)
            _places[parameter] = place;

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

        void Copy(IParameterSymbol parameter, Evaluation value)
        {
            places[parameter] = NewPlace(_frames.Count);
            copies.Add((places[parameter], value));
        }
    }
}
