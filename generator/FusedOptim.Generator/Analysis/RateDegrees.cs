using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Analysis;

/// <summary>
/// By which powers of the learning rate an update changes the parameter. A state has the degrees of all that is ever stored in
/// it: they are gathered until nothing is added.
/// </summary>
internal sealed class RateDegrees
{
    private readonly int _learningRate;
    private readonly IReadOnlyList<int> _zeros;
    private readonly RateDegree[] _states;
    private readonly int _inputCount;

    /// <param name="learningRate">The index of the learning rate.</param>
    /// <param name="zeros">Hyperparameters that count as zero, so that what they multiply is left out.</param>
    /// <param name="initial">What the states start from.</param>
    /// <param name="inputCount">The number of element-wise inputs, whose degree is 0.</param>
    public RateDegrees(int learningRate, IReadOnlyList<int> zeros, IEnumerable<RateDegree> initial, int inputCount)
    {
        _inputCount = inputCount;
        _learningRate = learningRate;
        _zeros = zeros;
        _states = [.. initial];
    }

    /// <summary>The degrees of the terms that a step adds to the parameter; empty where they are not known, or there are none.</summary>
    /// <param name="graphs">The passes that write states, the update last.</param>
    public IReadOnlyList<int> OfChange(IReadOnlyList<Graph> graphs)
    {
        var parameter = RateDegree.Parameter;
        for (var isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (var graph in graphs)
            {
                var values = Run(graph);
                foreach (var store in graph.Stores)
                {
                    var state = store.Operand - Graph.FirstState;
                    if (store.Operand == Graph.Parameter)
                    {
                        parameter = values[store.Node];
                    }
                    else if (state < _states.Length)
                    {
                        var gathered = RateDegree.Either(_states[state], values[store.Node].Plain());
                        isChanged |= gathered != _states[state];
                        _states[state] = gathered;
                    }
                }
            }
        }

        var change = RateDegree.Subtract(parameter, RateDegree.Parameter);
        return change.IsKnown ? [.. change.All] : [];
    }

    private RateDegree[] Run(Graph graph)
    {
        var values = new RateDegree[graph.Nodes.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = Value(graph.Nodes[index], values);
        return values;
    }

    private RateDegree Value(Node node, RateDegree[] values)
    {
        RateDegree Operand(int index) => node.Operand(index) is >= 0 and var child ? values[child] : RateDegree.Constant;
        var (a, b, c) = (Operand(0), Operand(1), Operand(2));
        return node.Op switch
        {
            Op.Constant when node.Type == NodeType.Boolean => RateDegree.Constant,
            Op.Constant => (node.Type == NodeType.Real ? node.Real : node.Integer) switch
            {
                0 => RateDegree.Zero,
                1 => RateDegree.One,
                _ => RateDegree.Constant,
            },
            Op.Hyperparameter when node.Integer == _learningRate => RateDegree.Of(1),
            Op.Hyperparameter when _zeros.Contains(node.Integer) => RateDegree.Zero,
            Op.Hyperparameter or Op.StaticField or Op.Step or Op.GradientScale => RateDegree.Constant,
            // Prepare may be any C#.
            Op.Prepared => RateDegree.Unknown,
            Op.Load => node.Integer switch
            {
                Graph.Parameter => RateDegree.Parameter,
                Graph.Gradient => RateDegree.Constant,
                var operand when operand - Graph.FirstState < _states.Length => _states[operand - Graph.FirstState],
                var operand when operand - Graph.FirstState - _states.Length < _inputCount => RateDegree.Constant,
                // A value of a row is made of sums, as what is prepared is.
                _ => RateDegree.Unknown,
            },
            Op.Broadcast or Op.Rounded or Op.IntegerToReal or Op.ClampMinimum => a,
            Op.Add => RateDegree.Add(a, b),
            Op.Subtract => RateDegree.Subtract(a, b),
            Op.Multiply => RateDegree.Multiply(a, b),
            Op.FusedMultiplyAdd => RateDegree.Add(RateDegree.Multiply(a, b), c),
            Op.Divide when node.Type != NodeType.Integer => RateDegree.Divide(a, b),
            Op.Negate => a.Plain(),
            Op.Sqrt => a.Root(2),
            Op.Cbrt => a.Root(3),
            Op.Abs or Op.CopySign => a.Homogeneous(),
            Op.Min or Op.Max => RateDegree.Either(a.Plain(), b.Plain()).Homogeneous(),
            // A sign, a threshold: which arm is taken may depend on the rate, and each is what it is.
            Op.Select => RateDegree.Either(b, c),
            _ when node.Op.IsComparison() || node.Type is NodeType.Boolean or NodeType.Mask => RateDegree.Constant,
            _ => RateDegree.Function(RateDegree.Function(a, b), c),
        };
    }
}
