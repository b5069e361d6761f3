using System.Collections.Immutable;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// Lowers the rule's method to a graph by running it on symbolic values: structured control flow becomes selects, helpers
/// are inlined, and nothing remains but a straight line.
/// </summary>
/// <remarks>
/// A symbol is bound to the node that it holds now. Both arms of a condition are run from the same bindings, and where they
/// differ afterwards a select joins them. An early return is a condition of its own: what follows it writes only where it
/// does not hold.
/// </remarks>
internal sealed partial class MethodLowering(
    Compilation compilation,
    INamedTypeSymbol rule,
    IReadOnlyDictionary<ISymbol, int> hyperparameters,
    GraphBuilder graph,
    Refusals refusals,
    CancellationToken cancellationToken)
{
    private const int MaximumOperations = 5_000;

    private readonly Dictionary<ISymbol, ISymbol> _aliases = new(SymbolEqualityComparer.Default);
    private readonly List<Frame> _frames = [];
    private readonly HashSet<ISymbol> _refusedFields = new(SymbolEqualityComparer.Default);

    /// <summary>The sums and maxima of the method, which it may only add to or enter into.</summary>
    public Dictionary<ISymbol, ReductionKind> Accumulators { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The states of a method that reduces: they are rounded to the tensor's precision, its sums are not.</summary>
    public HashSet<ISymbol> RoundedStates { get; } = new(SymbolEqualityComparer.Default);

    private ImmutableDictionary<ISymbol, int> _values =
        ImmutableDictionary.Create<ISymbol, int>(SymbolEqualityComparer.Default);

    /// <summary>The uniform condition under which the code at hand is evaluated; −1 for always.</summary>
    private int _guard = -1;

    private int _operations;

    /// <summary>When each symbol was first bound: arms are joined in that order, not in one that changes from run to run.</summary>
    private readonly Dictionary<ISymbol, int> _order = new(SymbolEqualityComparer.Default);

    private Frame Top
    {
        get => _frames[_frames.Count - 1];
        set => _frames[_frames.Count - 1] = value;
    }

    /// <summary>Lowers the rule's own method, its parameters bound to the given nodes.</summary>
    /// <returns>What it returns, or −1; and what its parameters hold afterwards.</returns>
    public (int Value, Func<IParameterSymbol, int> Final) Lower(
        IMethodSymbol method, IReadOnlyList<KeyValuePair<IParameterSymbol, int>> arguments)
    {
        foreach (var argument in arguments)
            Bind(argument.Key, argument.Value);
        var value = -1;
        try
        {
            value = Run(method, method.Locations[0]);
        }
        catch (InsufficientExecutionStackException)
        {
            refusals.Add(
                Descriptors.TooLarge, method.Locations[0], rule.Name, "as many nested operations as the stack holds");
        }

        return (value, parameter => _values[parameter]);
    }

    private void Bind(ISymbol symbol, int value)
    {
        if (!_order.ContainsKey(symbol))
            _order.Add(symbol, _order.Count);
        _values = _values.SetItem(symbol, value);
    }

    private int Run(ISymbol method, Location callSite)
    {
        if (_frames.Any(frame => SymbolEqualityComparer.Default.Equals(frame.Method, method)))
        {
            refusals.Add(Descriptors.Recursion, callSite, method.Name);
            return Placeholder(NodeType.Real);
        }

        if (BodyOf(method) is not { } body)
        {
            refusals.Add(
                Descriptors.UnknownMethod, callSite, method.Name,
                method is IMethodSymbol { IsPartialDefinition: true, PartialImplementationPart: null }
                    ? ": no file of the project has its body, and no generator sees what others write"
                    : "");
            return Placeholder(NodeType.Real);
        }

        _frames.Add(new(method, graph.Boolean(false), graph.Boolean(false)));
        var guard = _guard;
        switch (body)
        {
            case IMethodBodyOperation { BlockBody: { } block }:
                Statement(block);
                break;
            case IMethodBodyOperation { ExpressionBody: { } expression }:
                Statement(expression);
                break;
            case IBlockOperation block:
                Statement(block);
                break;
            case IInvalidOperation:
                refusals.LeaveToCompiler();
                break;
            default:
                Refuse(Descriptors.UnsupportedExpression, body, "This body", "write a block or an expression");
                break;
        }

        _guard = guard;
        var result = Top.Value;
        _frames.RemoveAt(_frames.Count - 1);
        return result;
    }

    private IOperation? BodyOf(ISymbol method)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference ||
            !compilation.ContainsSyntaxTree(reference.SyntaxTree))
        {
            return null;
        }

        var model = compilation.GetSemanticModel(reference.SyntaxTree);
        return model.GetOperation(reference.GetSyntax(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Runs two arms of a condition from the same bindings, and joins what they leave. Where the condition is uniform, so
    /// is the guard of each arm: what could throw there is evaluated only when the method would evaluate it.
    /// </summary>
    private int Branch(int condition, IOperation site, Func<int> whenTrue, Func<int> whenFalse)
    {
        if (graph[condition].IsConstant)
            return graph[condition].Boolean ? whenTrue() : whenFalse();

        var (values, top, guard) = (_values, Top, _guard);
        var isUniform = graph.IsUniform(condition);

        if (isUniform)
            _guard = Guarded(guard, condition);
        var first = whenTrue();
        var (firstValues, firstTop) = (_values, Top);

        (_values, Top) = (values, top);
        _guard = isUniform ? Guarded(guard, graph.Unary(Op.Not, condition)) : guard;
        var second = whenFalse();
        _guard = guard;

        _values = Join(condition, site, firstValues, _values);
        Top = new(
            top.Method,
            graph.Select(condition, firstTop.Returned, Top.Returned),
            isUniform
                ? graph.Select(condition, firstTop.ReturnedAtAll, Top.ReturnedAtAll)
                : graph.Binary(Op.And, firstTop.ReturnedAtAll, Top.ReturnedAtAll),
            Join(condition, site, firstTop.Value, Top.Value));
        return Join(condition, site, first, second);
    }

    private ImmutableDictionary<ISymbol, int> Join(
        int condition, IOperation site, ImmutableDictionary<ISymbol, int> first, ImmutableDictionary<ISymbol, int> second)
    {
        var joined = second;
        foreach (var pair in first.OrderBy(pair => _order[pair.Key]))
        {
            if (!second.TryGetValue(pair.Key, out var other))
                joined = joined.SetItem(pair.Key, pair.Value);
            else if (other != pair.Value)
                joined = joined.SetItem(pair.Key, Join(condition, site, pair.Value, other, pair.Key.Name));
        }

        return joined;
    }

    private int Join(int condition, IOperation site, int first, int second, string? name = null)
    {
        if (first < 0 || second < 0)
            return Math.Max(first, second);
        if (first != second && graph.TypeOf(first) == NodeType.Integer && graph.TypeOf(second) == NodeType.Integer &&
            !graph.IsUniform(condition))
        {
            // 'gradient > 0 ? 1 : -1' is an int to C#, and a value like any other where it is used as a double.
            if (name is null)
                return graph.Select(condition, graph.ToReal(first), graph.ToReal(second));
            Refuse(Descriptors.VaryingInteger, site, $"'{name}'");
            return first;
        }

        return graph.Select(condition, first, second);
    }

    private int Guarded(int guard, int condition) => guard < 0 ? condition : graph.Binary(Op.And, guard, condition);

    /// <summary>The guard of an operation that could throw: the arms it stands in, and no uniform early return before it.</summary>
    private int GuardHere()
    {
        var guard = _guard;
        foreach (var frame in _frames)
        {
            if (!graph[frame.ReturnedAtAll].IsConstant)
                guard = Guarded(guard, graph.Unary(Op.Not, frame.ReturnedAtAll));
        }

        return guard;
    }

    private int Placeholder(NodeType type) => type switch
    {
        NodeType.Integer => graph.Integer(0),
        NodeType.Boolean or NodeType.Mask => graph.Boolean(false),
        _ => graph.Real(0),
    };

    /// <summary>Reports a refusal and gives a value of the expression's type, so that the rest is read too.</summary>
    private int Refuse(DiagnosticDescriptor descriptor, IOperation operation, params string[] arguments)
    {
        refusals.Add(descriptor, operation.Syntax.GetLocation(), arguments);
        return Placeholder(operation.Type?.SpecialType switch
        {
            SpecialType.System_Int32 => NodeType.Integer,
            SpecialType.System_Boolean => NodeType.Boolean,
            _ => NodeType.Real,
        });
    }
}
