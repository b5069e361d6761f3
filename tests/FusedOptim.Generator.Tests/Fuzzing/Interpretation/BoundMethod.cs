using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>A method of a rule, bound.</summary>
internal sealed class BoundMethod
{
    private readonly MethodBinder _binder;
    private readonly Execution _body;
    private readonly int _result;

    public BoundMethod(Compilation compilation, IMethodSymbol symbol)
    {
        Symbol = symbol;
        _binder = new MethodBinder(compilation);
        (_body, _result) = _binder.Bind(symbol);
    }

    public IMethodSymbol Symbol { get; }

    /// <summary>What it runs once for: an element, a row or a column.</summary>
    public Over Over => Reduction.OverOf(Symbol.GetAttributes(), "PhaseAttribute") ?? Over.Element;

    /// <summary>Whether it runs before the update.</summary>
    public static bool IsMeasuring(IMethodSymbol symbol) =>
        symbol.Name == "Measure" || symbol.GetAttributes().Any(data => data.AttributeClass?.Name == "PhaseAttribute");

    /// <summary>Runs the method on arguments by name; gives what it returns, and what its parameters hold then.</summary>
    public (Value Result, Func<string, Value> Final) Run(
        Calculator calculator, IReadOnlyDictionary<string, Value> constants, Func<IParameterSymbol, Value> argument)
    {
        calculator.IsLive = true;
        var machine = new Machine(calculator, constants, _binder.PlaceCount);
        foreach (var parameter in Symbol.Parameters)
            machine.Places[_binder.PlaceOf(parameter)] = argument(parameter);
        calculator.Note(Symbol.Name, Variance.Constant);
        _body(machine);
        return (machine.Places[_result], name => machine.Places[_binder.PlaceOf(Symbol.Parameters.Single(parameter => parameter.Name == name))]);
    }
}
