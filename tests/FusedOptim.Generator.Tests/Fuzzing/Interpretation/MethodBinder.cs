using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>
/// Binds the syntax of a rule's method to what runs it: names to places, helpers to their bodies. It knows C# and
/// docs/numerics.md, and nothing of the generator.
/// </summary>
internal sealed partial class MethodBinder(Compilation compilation)
{
    private readonly Dictionary<ISymbol, int> _places = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly List<int> _owners = [];

    // States and values of rows and columns that the pass writes which also reduces.
    private readonly HashSet<int> _rounded = [];
    private readonly List<Frame> _frames = [];

    /// <summary>A method that is being bound: where it notes that it has returned, and what.</summary>
    private sealed record Frame(int Returned, int Result);

    public int PlaceCount => _owners.Count;

    /// <summary>Binds a method whose parameters are places already; gives what runs it, and the place of its result.</summary>
    public (Execution Body, int Result) Bind(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            _places[parameter] = NewPlace(parameter.RefKind == RefKind.None ? 0 : -1);
            if (BoundMethod.IsMeasuring(method) && parameter.RefKind != RefKind.None && !Reduction.IsReduction(parameter))
                _rounded.Add(_places[parameter]);
        }

        return Body(method);
    }

    public int PlaceOf(ISymbol symbol) => _places[symbol];

    private Frame Top => _frames[^1];

    private int NewPlace(int owner)
    {
        _owners.Add(owner);
        return _owners.Count - 1;
    }

    private int NewLocal(ISymbol symbol) => _places[symbol] = NewPlace(_frames.Count - 1);

    private (Execution Body, int Result) Body(ISymbol method)
    {
        var frame = new Frame(NewPlace(_frames.Count), NewPlace(_frames.Count));
        _frames.Add(frame);
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax();
        var (block, arrow) = syntax switch
        {
            BaseMethodDeclarationSyntax declaration => (declaration.Body, declaration.ExpressionBody),
            PropertyDeclarationSyntax property => (null, property.ExpressionBody),
            ArrowExpressionClauseSyntax clause => (null, clause),
            _ => throw Unknown(syntax),
        };
        var body = block is not null ? Statement(block) : Return(arrow!.Expression, method is IMethodSymbol { ReturnsVoid: true });
        _frames.RemoveAt(_frames.Count - 1);
        return (machine =>
        {
            machine.Places[frame.Returned] = Value.Truth(false);
            machine.Places[frame.Result] = default;
            body(machine);
        }, frame.Result);
    }

    /// <summary>Writes a place, but for elements that have returned from a method inside of its owner.</summary>
    private Action<Machine, Value> Assignment(int place)
    {
        // A method's own return ends the life of its locals, not that of what it has by reference.
        var returned = _frames.Skip(_owners[place] + 1).Select(frame => frame.Returned).ToArray();
        var isRounded = _rounded.Contains(place);
        return (machine, value) =>
        {
            if (isRounded)
                value = machine.Calculator.Assigned(value);
            foreach (var frame in returned)
            {
                var condition = machine.Places[frame];
                if (condition.Variance != Variance.Constant || condition.IsTrue)
                    value = Calculator.Join(condition, machine.Places[place], value);
            }

            machine.Places[place] = value;
        };
    }

    // A new one binds everything again.
    private SemanticModel ModelOf(SyntaxNode node)
    {
        if (!_models.TryGetValue(node.SyntaxTree, out var model))
            _models[node.SyntaxTree] = model = compilation.GetSemanticModel(node.SyntaxTree);
        return model;
    }

    private ISymbol SymbolOf(SyntaxNode node) => ModelOf(node).GetSymbolInfo(node).Symbol ?? throw Unknown(node);

    private static NotSupportedException Unknown(SyntaxNode node) => new($"{node.Kind()} is unknown here: {node}");
}
