using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// Writes the one loop shape of all forms: operands and step constants into locals, broadcast once; then whole vectors. What is left of
/// a segment is not its business.
/// </summary>
internal sealed partial class LoopWriter
{
    // Long enough for the formulas of most rules, short enough to read.
    private const int LongestNested = 72;

    private readonly IndentedTextWriter _writer;
    private readonly KernelPlan _plan;
    private readonly Target _target;
    private readonly KernelForm _form;
    private readonly Element _element;
    private readonly KernelBody _body;
    private readonly Names _names;
    private readonly List<string> _references;
    // By node: one, or one for each part of a value in double.
    private readonly Code[][] _codes;
    private readonly int[] _useCounts;
    private readonly Dictionary<int, (int A, int B)> _products;
    private readonly HashSet<int> _factorsAlone;

    // The values that are parts of expressions.
    private readonly HashSet<int> _nested = [];

    // By operand.
    private readonly Dictionary<int, string> _sums = [];
    private readonly Dictionary<int, string> _accumulators = [];

    // How many sections have begun.
    private int _sections;

    public LoopWriter(IndentedTextWriter writer, KernelPlan plan, Target target, KernelForm form, Element element)
    {
        (_writer, _plan, _target, _form, _element) = (writer, plan, target, form, element);
        _body = plan.BodyOf(element);
        _names = new(["i"], plan.ReservedNames);
        _references = [.. plan.Operands.Select((operand, index) => IsTaken(index) ? _names.Take(operand.Reference) : "")];
        _codes = new Code[_body.Graph.Nodes.Count][];
        _products = ProductsOf(target);
        _factorsAlone = FactorsAlone();
        _useCounts = (int[])_body.UseCounts.Clone();
        // What is widened is used by each part.
        foreach (var (node, index) in _body.Graph.Nodes.Select(static (node, index) => (node, index)))
        {
            if (node.Op == Op.Widen && !_factorsAlone.Contains(index))
                _useCounts[node.A] += target.WideParts - 1;
        }

        if (target.InlinesOperations)
            FindSigns();
    }

    /// <summary>Writes the statements of a method whose parameters are the segment, the first element and the last.</summary>
    public void Write()
    {
        for (var operand = 0; operand < _references.Count; operand++)
        {
            if (IsTaken(operand))
                _writer.Line($"ref var {_references[operand]} = ref {_plan.Operands[operand].Argument};");
        }

        if (_plan.StepConstants.Count > 0)
            _writer.Line($"ref readonly var constants = ref segment.Constants<{_plan.StepConstantsName}>();");
        WriteStepConstants();
        _writer.Blank();
        if (TakesSums)
            WriteBlocks();
        else
            WriteLoop("start", "end");
    }

    private bool TakesSums => _target.MaySum && _plan.TakesSums;

    private bool IsTaken(int operand) =>
        _plan.Uses(operand) || (operand == Graph.Gradient && _plan.Signature.Gradients == GradientUse.Zeroed);

    /// <summary>Writes the loop over blocks, each with sums of its own.</summary>
    private void WriteBlocks()
    {
        _writer.Line("// One sum for each block; elements are added in the same order at every width.");
        var (first, blockEnd, all) = (_names.Take("first"), _names.Take("blockEnd"), _names.Take("all"));
        _writer.Line($"var {all} = (nuint)segment.Count;");
        foreach (var (operand, argument) in Accumulators())
        {
            _accumulators.Add(operand, _names.Take(_plan.Operands[operand].Name.TrimStart('@') + "Accumulator"));
            _writer.Line($"var {_accumulators[operand]} = {argument};");
        }

        using (_writer.Open($"for (var {first} = start; {first} < {all}; {first} += BlockReduction.Length)"))
        {
            for (var operand = 0; operand < _plan.Operands.Count; operand++)
            {
                if (!_plan.Operands[operand].IsSummed)
                    continue;
                _sums.Add(operand, _names.Take(_plan.Operands[operand].Name.TrimStart('@') + "Sum"));
                _writer.Line($"var {_sums[operand]} = default(TSum);");
            }

            _writer.Line($"var {blockEnd} = Math.Min({first} + BlockReduction.Length, end);");
            WriteLoop(first, blockEnd);
            _writer.Blank();
            foreach (var sum in _sums)
                _writer.Line($"{sum.Value}.Finish(ref {_references[sum.Key]}, {first}, {blockEnd}, {all}{AccumulatorOf(sum.Key)});");
        }
    }

    /// <summary>The sums over rows, columns or matrices, and what says where their summands are added up.</summary>
    private IEnumerable<(int Operand, string Argument)> Accumulators() =>
        from operand in Enumerable.Range(0, _plan.Operands.Count)
        let accumulator = _plan.Operands[operand].Accumulator
        where _plan.Operands[operand].IsSummed && accumulator is not null
        select (operand, accumulator);

    private string AccumulatorOf(int operand) => _accumulators.TryGetValue(operand, out var name) ? ", " + name : "";

    private void WriteLoop(string first, string end)
    {
        using (_writer.Open($"for (var i = {first}; i < {end}; {_target.Increment(_element)})"))
            WriteElements();
    }

    private void WriteStepConstants()
    {
        // By the uniform, and by whether it is for values in double.
        var locals = new Dictionary<(int Node, bool IsWide), string>();
        foreach (var (node, field) in _body.StepConstants)
        {
            foreach (var isWide in (bool[])[false, true])
            {
                if (!_body.IsBroadcast(node, isWide))
                    continue;
                var element = isWide ? Element.Double : _element;
                var value = _body.Graph.Nodes[node].Type == NodeType.Boolean
                    ? _target.BroadcastTruth(element, $"constants.{field} != 0")
                    : _target.Broadcast(element, $"constants.{field}");
                // A kernel for tests alone can read them again for each element.
                var name = _plan.IsStrictOnly
                    ? value.At(Code.Primary)
                    : _names.Take(isWide ? "wide" + Names.Pascal(field.TrimStart('@')) : Names.Camel(field.TrimStart('@')));
                locals.Add((node, isWide), name);
                if (!_plan.IsStrictOnly)
                    _writer.Line($"var {name} = {value};");
            }
        }

        for (var index = 0; index < _codes.Length; index++)
        {
            if (_body.Graph.Nodes[index] is not { Op: Op.Broadcast } node || _useCounts[index] == 0)
                continue;
            var isWide = node.Type.IsWide();
            if (!locals.TryGetValue((node.A, isWide), out var name))
                locals.Add((node.A, isWide), name = ConstantOf(_body.Graph.Nodes[node.A], isWide ? Element.Double : _element));
            _codes[index] = [new(name)];
        }
    }

    /// <summary>The expression of a constant: a local, where the compiler would inline a method for it again and again.</summary>
    private string ConstantOf(Node uniform, Element element)
    {
        if (uniform.Type == NodeType.Boolean)
            return _target.BroadcastTruth(element, uniform.Boolean ? "true" : "false").At(Code.Primary);
        var value = _target.Constant(element, uniform.Real);
        if (!_target.InlinesOperations || value == _target.Constant(element, 0))
            return value.At(Code.Primary);
        var name = _names.Take(uniform.Real switch
        {
            1 => "one",
            -1 => "minusOne",
            2 => "two",
            0.5 => "half",
            double.PositiveInfinity => "infinity",
            _ => "constant",
        });
        _writer.Line($"var {name} = {value};");
        return name;
    }

    /// <summary>
    /// Sums of products of floats, which are exact in double: a fused multiply-add takes them to the lanes. By the node of the product,
    /// the factors.
    /// </summary>
    private Dictionary<int, (int A, int B)> ProductsOf(Target target)
    {
        var products = new Dictionary<int, (int A, int B)>();
        foreach (var store in _body.Graph.Stores)
        {
            if (target.MaySum && _plan.Operands[store.Operand].IsSummed && _body.UseCounts[store.Node] == 1 &&
                _body.Graph.Nodes[store.Node] is { Op: Op.Multiply, Type: NodeType.Wide } product &&
                _body.Graph.Nodes[product.A].Op == Op.Widen && _body.Graph.Nodes[product.B].Op == Op.Widen)
            {
                products.Add(store.Node, (product.A, product.B));
            }
        }

        return products;
    }

    /// <summary>
    /// The values of floats that are needed in double as factors of summed products alone: a summand is made of each at once.
    /// </summary>
    private HashSet<int> FactorsAlone()
    {
        var factors = _products.Values.SelectMany(static product => (int[])[product.A, product.B]).ToLookup(static factor => factor);
        return [.. factors.Where(factor => factor.Count() == _body.UseCounts[factor.Key]).Select(static factor => factor.Key)];
    }

    private bool IsCoded(int operand) => _plan.TakesStates(_element) && _plan.Operands[operand].MayBeCoded;
}
