using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// Writes the one loop shape of all targets: what is no whole vector goes to the next narrower kernel, which gives the same bits,
/// so that nothing is read or written outside; step constants broadcast once into locals; whole vectors. Behind the call, locals and the
/// lanes of sums stay in registers: none outlives a call.
/// </summary>
internal sealed class LoopWriter
{
    // Long enough for the formulas of most rules, short enough to read.
    private const int LongestNested = 72;

    private readonly IndentedTextWriter _writer;
    private readonly KernelPlan _plan;
    private readonly Target _target;
    private readonly Element _element;
    private readonly KernelBody _body;
    private readonly Names _names;
    private readonly List<string> _references;
    // By node: one, or one for each part of a value in double.
    private readonly Code[][] _codes;
    private readonly int[] _useCounts;
    private readonly Dictionary<int, (int A, int B)> _products;

    // By operand.
    private readonly Dictionary<int, string> _lanesOfSums = [];

    public LoopWriter(IndentedTextWriter writer, KernelPlan plan, Target target, Element element)
    {
        (_writer, _plan, _target, _element) = (writer, plan, target, element);
        _body = plan.BodyOf(element);
        _names = new(["i"], plan.ReservedNames);
        _references = [.. plan.Operands.Select(operand => _names.Take(operand.Reference))];
        _codes = new Code[_body.Graph.Nodes.Count][];
        _products = ProductsOf(target);
        _useCounts = (int[])_body.UseCounts.Clone();
        // What is widened is used by each part.
        foreach (var node in _body.Graph.Nodes.Where(static node => node.Op == Op.Widen))
            _useCounts[node.A] += target.WideParts - 1;
    }

    public void Write()
    {
        _writer.Line("[global::System.Runtime.CompilerServices.MethodImplAttribute(KernelOptions.Loop)]");
        _writer.Line($"public static void Run{TypeArguments.Of(_plan, _target, _element)}(");
        using (_writer.Indent())
        {
            _writer.Line($"in {_plan.StepConstantsName} constants,");
            for (var operand = 0; operand < _references.Count; operand++)
                _writer.Line($"ref {_plan.Operands[operand].TypeIn(_element)} {_references[operand]},");
            _writer.Line("nuint count)");
            TypeArguments.WriteConstraints(_writer, _plan, _target, _element);
        }

        using (_writer.Open())
        {
            var end = _target.Narrower is { } narrower ? WriteRemainder(narrower) : "count";
            WriteStepConstants();
            _writer.Blank();
            if (_plan.TakesSummands(_target))
                WriteBlocks(end);
            else
                WriteLoop("0", end);
        }
    }

    /// <summary>Writes the loop over blocks, each with sums of its own.</summary>
    private void WriteBlocks(string end)
    {
        var (first, endOfBlock) = (_names.Take("first"), _names.Take("end"));
        using (_writer.Open($"for (nuint {first} = 0; {first} < count; {first} += BlockReduction.Length)"))
        {
            WriteLanesOfSums();
            _writer.Line($"var {endOfBlock} = Math.Min({first} + BlockReduction.Length, {end});");
            WriteLoop(first, endOfBlock);
            _writer.Blank();
            foreach (var sum in _lanesOfSums)
                _writer.Line($"TSummands.Finish(in {sum.Value}, ref {_references[sum.Key]}, {first}, {endOfBlock}, count);");
        }
    }

    private void WriteLoop(string first, string end)
    {
        var lanes = _target.LanesOf(_element);
        using (_writer.Open($"for (nuint i = {first}; i < {end}; {(lanes > 1 ? $"i += {lanes}" : "i++")})"))
            WriteElements();
    }

    /// <summary>Writes the call of the narrower kernel, and returns where what is left for it begins.</summary>
    private string WriteRemainder(Target narrower)
    {
        var whole = _names.Take("whole");
        _writer.Line($"var {whole} = count & ~(nuint){_target.LanesOf(_element) - 1};");
        using (_writer.Open($"if ({whole} < count)"))
        {
            _writer.Line($"{_plan.KernelName(narrower)}.Run{TypeArguments.Of(_plan, narrower, _element)}(");
            using (_writer.Indent())
            {
                _writer.Line("in constants,");
                foreach (var reference in _references)
                    _writer.Line($"ref Unsafe.Add(ref {reference}, {whole}),");
                _writer.Line($"count - {whole});");
            }
        }

        _writer.Blank();
        return whole;
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
                var name = _names.Take(isWide ? "wide" + Names.Pascal(field.TrimStart('@')) : Names.Camel(field.TrimStart('@')));
                locals.Add((node, isWide), name);
                var element = isWide ? Element.Double : _element;
                var scalar = element == Element.Double ? $"constants.{field}" : $"(float)constants.{field}";
                var value = _body.Graph.Nodes[node].Type == NodeType.Boolean
                    ? _target.BroadcastTruth(element, $"constants.{field} != 0")
                    : _target.Broadcast(element, scalar);
                _writer.Line($"var {name} = {value};");
            }
        }

        for (var index = 0; index < _codes.Length; index++)
        {
            if (_body.Graph.Nodes[index] is not { Op: Op.Broadcast } node)
                continue;
            var uniform = _body.Graph.Nodes[node.A];
            var element = node.Type.IsWide() ? Element.Double : _element;
            _codes[index] = [locals.TryGetValue((node.A, node.Type.IsWide()), out var name) ? new(name)
                : uniform.Type == NodeType.Boolean ? _target.BroadcastTruth(element, uniform.Boolean ? "true" : "false")
                : _target.Constant(element, uniform.Real)];
        }
    }

    private void WriteLanesOfSums()
    {
        for (var operand = 0; operand < _plan.Operands.Count; operand++)
        {
            if (!_plan.Operands[operand].IsSummed)
                continue;
            var name = _names.Take(_plan.Operands[operand].Name.TrimStart('@') + "Lanes");
            _lanesOfSums.Add(operand, name);
            _writer.Line($"var {name} = default(SumLanes512);");
        }
    }

    private void WriteElements()
    {
        // Before the loads, so that a state has its own name and a local of the same name another.
        var loads = _plan.Loads.ToDictionary(static operand => operand, operand => _names.Take(_plan.Operands[operand].Name));
        var stored = _body.Graph.Stores.ToLookup(static store => store.Node, static store => store.Operand);
        for (var index = 0; index < _codes.Length; index++)
        {
            var node = _body.Graph.Nodes[index];
            if (node.Type.IsUniform() || node.Op is Op.Broadcast or Op.Load or Op.Widen || _products.ContainsKey(index))
                continue;

            // A load stands before its first use: fewer values live at once, and 256-bit loops run some percent faster.
            var arity = node.Op.Info().Arity;
            for (var operand = 0; operand < arity; operand++)
                Load(node.Operand(operand));
            var element = node.Type.IsWide() ? Element.Double : _element;
            var isChoice = node.Op == Op.Select && _body.Graph.Nodes[node.A].Op == Op.Broadcast;
            Take(index, [.. Enumerable.Range(0, PartsOf(node)).Select(part =>
            {
                Code[] operands = [.. Enumerable.Range(0, arity).Select(operand => PartOf(node.Operand(operand), part))];
                return isChoice ? _target.Choose(element, operands) : _target.Apply(node.Op, element, operands);
            })]);
        }

        foreach (var store in _body.Graph.Stores)
            Load(store.Node);
        _writer.Blank();
        foreach (var store in _body.Graph.Stores)
            WriteStore(store);
        if (_plan.Signature.Gradients != GradientUse.Zeroed)
            return;
        _writer.Line("if (TGradients.Zero)");
        using (_writer.Indent())
            _writer.Line(_target.StoreZero(_element, _references[Graph.Gradient]));

        // Gives a node its code, by a local of its own where it is used more than once, has a name or is long.
        void Take(int index, Code[] parts)
        {
            var isNamed = _body.NameOf.TryGetValue(index, out var wish);
            if (_body.Graph.Nodes[index] is { Op: Op.Widen } widened && _body.Graph.Nodes[widened.A] is { Op: Op.Load } load)
                wish = _plan.Operands[(int)load.Bits].Name;
            if (stored.Contains(index))
                wish = _plan.Operands[stored[index].First()].Result;
            if (_useCounts[index] > 1 || isNamed || stored.Contains(index) || parts.Any(static part => part.Text.Length > LongestNested))
            {
                for (var part = 0; part < parts.Length; part++)
                {
                    var name = _names.Take((wish ?? "value") + (parts.Length == 1 ? "" : part == 0 ? "Lower" : "Upper"));
                    _writer.Line($"var {name} = {parts[part]};");
                    parts[part] = new(name);
                }
            }

            _codes[index] = parts;
        }

        void Load(int index)
        {
            var node = _body.Graph.Nodes[index];
            if (_codes[index] is not null)
                return;
            if (_products.TryGetValue(index, out var factors))
            {
                Load(factors.A);
                Load(factors.B);
            }
            else if (node.Op == Op.Widen && IsLoadedWide(node.A))
            {
                var operand = (int)_body.Graph.Nodes[node.A].Bits;
                WritePrefetch(operand);
                Take(index, [.. Enumerable.Range(0, _target.WideParts).Select(part => _target.LoadWide(_references[operand], part))]);
            }
            else if (node.Op == Op.Widen)
            {
                Load(node.A);
                var value = _codes[node.A][0];
                Take(index, [.. Enumerable.Range(0, _target.WideParts).Select(part => _target.Widen(_body.Graph.Nodes[node.A].Type, value, part))]);
            }
            else if (node.Op == Op.Load)
            {
                var operand = (int)node.Bits;
                WritePrefetch(operand);
                var value = IsCoded(operand) ? _target.Decode(_references[operand]) : _target.Load(_element, _references[operand]);
                _writer.Line($"var {loads[operand]} = {value};");
                _codes[index] = [new(loads[operand])];
            }
        }
    }

    private void WritePrefetch(int operand)
    {
        if (_plan.TakesStates(_target, _element) && !IsCoded(operand))
            _writer.Line($"TStates.Prefetch(ref {_references[operand]}, i);");
    }

    /// <summary>Whether a value in memory is needed in double alone, and converted as it is read.</summary>
    private bool IsLoadedWide(int index) =>
        _target.MayLoadWide && _body.Graph.Nodes[index] is { Op: Op.Load } load && !IsCoded((int)load.Bits) && _body.UseCounts[index] == 1;

    private int PartsOf(Node node) => node.Type.IsWide() ? _target.WideParts : 1;

    // A uniform is the same in all parts.
    private Code PartOf(int index, int part) => _codes[index].Length == 1 ? _codes[index][0] : _codes[index][part];

    private void WriteStore(Store store)
    {
        var reference = _references[store.Operand];
        if (_lanesOfSums.TryGetValue(store.Operand, out var lanes))
        {
            var summands = _products.TryGetValue(store.Node, out var factors)
                ? $"AddProduct({Parts(factors.A)}, {Parts(factors.B)}"
                : $"Add({Parts(store.Node)}";
            _writer.Line($"TSummands.{summands}, ref {lanes}, ref {reference}, i);");
        }
        else if (_body.Graph.Nodes[store.Node].Type.IsWide())
        {
            for (var part = 0; part < _target.WideParts; part++)
                _writer.Line(_target.StoreWide(PartOf(store.Node, part).Text, reference, part));
        }
        else
        {
            var value = _codes[store.Node][0].Text;
            _writer.Line(IsCoded(store.Operand) ? _target.Encode(value, reference) : _target.Store(_element, value, reference));
        }

        string Parts(int index) =>
            string.Join(", ", Enumerable.Range(0, PartsOf(_body.Graph.Nodes[index])).Select(part => PartOf(index, part)));
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
            if (_plan.TakesSummands(target) && _plan.Operands[store.Operand].IsSummed && _body.UseCounts[store.Node] == 1 &&
                _body.Graph.Nodes[store.Node] is { Op: Op.Multiply, Type: NodeType.Wide } product &&
                _body.Graph.Nodes[product.A].Op == Op.Widen && _body.Graph.Nodes[product.B].Op == Op.Widen)
            {
                products.Add(store.Node, (product.A, product.B));
            }
        }

        return products;
    }

    private bool IsCoded(int operand) => _element == Element.Single && _plan.Operands[operand].MayBeCoded;
}
