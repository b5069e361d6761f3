using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// Writes the one loop shape of all forms: operands and step constants into locals, broadcast once; then whole vectors. What is left of
/// a segment is not its business.
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

    // The values that are parts of expressions.
    private readonly HashSet<int> _nested = [];

    // By operand.
    private readonly Dictionary<int, string> _sums = [];

    public LoopWriter(IndentedTextWriter writer, KernelPlan plan, Target target, Element element)
    {
        (_writer, _plan, _target, _element) = (writer, plan, target, element);
        _body = plan.BodyOf(element);
        _names = new(["i"], plan.ReservedNames);
        _references = [.. plan.Operands.Select((operand, index) => IsTaken(index) ? _names.Take(operand.Reference) : "")];
        _codes = new Code[_body.Graph.Nodes.Count][];
        _products = ProductsOf(target);
        _useCounts = (int[])_body.UseCounts.Clone();
        // What is widened is used by each part.
        foreach (var node in _body.Graph.Nodes.Where(static node => node.Op == Op.Widen))
            _useCounts[node.A] += target.WideParts - 1;
    }

    /// <summary>Writes the statements of a method whose parameter is the segment.</summary>
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
        _writer.Line($"var count = {_target.CountOf(_element)};");
        _writer.Blank();
        if (TakesSums)
            WriteBlocks();
        else
            WriteLoop("0", "count");
    }

    private bool TakesSums => _target.MaySum && _plan.TakesSums;

    private bool IsTaken(int operand) =>
        _plan.Uses(operand) || (operand == Graph.Gradient && _plan.Signature.Gradients == GradientUse.Zeroed);

    /// <summary>Writes the loop over blocks, each with sums of its own.</summary>
    private void WriteBlocks()
    {
        var (first, end, all) = (_names.Take("first"), _names.Take("end"), _names.Take("all"));
        _writer.Line($"var {all} = (nuint)segment.Count;");
        using (_writer.Open($"for (nuint {first} = 0; {first} < {all}; {first} += BlockReduction.Length)"))
        {
            for (var operand = 0; operand < _plan.Operands.Count; operand++)
            {
                if (!_plan.Operands[operand].IsSummed)
                    continue;
                _sums.Add(operand, _names.Take(_plan.Operands[operand].Name.TrimStart('@') + "Sum"));
                _writer.Line($"var {_sums[operand]} = default(TSum);");
            }

            _writer.Line($"var {end} = Math.Min({first} + BlockReduction.Length, count);");
            WriteLoop(first, end);
            _writer.Blank();
            foreach (var sum in _sums)
                _writer.Line($"{sum.Value}.Finish(ref {_references[sum.Key]}, {first}, {end}, {all});");
        }
    }

    private void WriteLoop(string first, string end)
    {
        using (_writer.Open($"for (nuint i = {first}; i < {end}; {_target.Increment(_element)})"))
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
                var name = _names.Take(isWide ? "wide" + Names.Pascal(field.TrimStart('@')) : Names.Camel(field.TrimStart('@')));
                locals.Add((node, isWide), name);
                var element = isWide ? Element.Double : _element;
                var value = _body.Graph.Nodes[node].Type == NodeType.Boolean
                    ? _target.BroadcastTruth(element, $"constants.{field} != 0")
                    : _target.Broadcast(element, $"constants.{field}");
                _writer.Line($"var {name} = {value};");
            }
        }

        for (var index = 0; index < _codes.Length; index++)
        {
            if (_body.Graph.Nodes[index] is not { Op: Op.Broadcast } node)
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

            // A load stands before its first use: fewer values live at once, and 256-bit loops run some percent faster. The compiler makes
            // it a part of the instruction that uses it where that statement is the next one and does nothing else.
            var arity = node.Op.Info().Arity;
            var readsMemory = Enumerable.Range(0, arity).Any(operand => IsReadOnce(node.Operand(operand)));
            for (var operand = 0; operand < arity && readsMemory; operand++)
                Name(node.Operand(operand));
            for (var operand = 0; operand < arity; operand++)
                Load(node.Operand(operand));
            var element = node.Type.IsWide() ? Element.Double : _element;
            var isChoice = node.Op == Op.Select && _body.Graph.Nodes[node.A].Op == Op.Broadcast;
            Take(index, [.. Enumerable.Range(0, PartsOf(node)).Select(part =>
            {
                Code[] operands = [.. Enumerable.Range(0, arity).Select(operand => PartOf(node.Operand(operand), part))];
                return isChoice ? _target.Choose(element, operands) : _target.Apply(node.Op, element, operands);
            })], readsMemory);
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

        bool IsReadOnce(int index) =>
            _target.InlinesOperations && _body.Graph.Nodes[index] is { Op: Op.Load } && _useCounts[index] == 1;

        // Gives a value that is a part of an expression so far a local.
        void Name(int index)
        {
            if (_nested.Remove(index))
                Take(index, _codes[index], isNamed: true);
        }

        // Gives a node its code, by a local of its own where it is used more than once, has a name or is long.
        void Take(int index, Code[] parts, bool isNamed = false)
        {
            isNamed |= _body.NameOf.TryGetValue(index, out var wish);
            if (_body.Graph.Nodes[index] is { Op: Op.Widen } widened && _body.Graph.Nodes[widened.A] is { Op: Op.Load } load)
                wish = _plan.Operands[(int)load.Bits].Name;
            if (stored.Contains(index))
                wish = _plan.Operands[stored[index].First()].Result;
            wish ??= NameOf(_body.Graph.Nodes[index]);
            if (_useCounts[index] > 1 || isNamed || stored.Contains(index) || parts.Any(static part => part.Text.Length > LongestNested))
            {
                for (var part = 0; part < parts.Length; part++)
                {
                    var name = _names.Take((wish ?? "value") + (parts.Length == 1 ? "" : part == 0 ? "Lower" : "Upper"));
                    _writer.Line($"var {name} = {parts[part]};");
                    parts[part] = new(name);
                }
            }
            else
            {
                _nested.Add(index);
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
                var reference = _references[operand];
                var value =
                    IsCoded(operand) ? _target.Decode(reference) :
                    _plan.TakesStates(_element) ? _target.LoadBesideStates(reference) :
                    _target.Load(_element, reference);
                _writer.Line($"var {loads[operand]} = {value};");
                _codes[index] = [new(loads[operand])];
            }
        }
    }

    /// <summary>A name for what is made of a value in memory; null for anything else.</summary>
    private string? NameOf(Node node)
    {
        var load = Enumerable.Range(0, node.Op.Info().Arity).Select(operand => _body.Graph.Nodes[node.Operand(operand)])
            .Where(static operand => operand.Op == Op.Load).Select(operand => (Node?)operand).FirstOrDefault();
        var prefix = node.Op switch { Op.Multiply => "scaled", Op.Sqrt => "root", Op.Negate => "negative", _ => null };
        return load is null || prefix is null ? null : prefix + Names.Pascal(_plan.Operands[(int)load.Value.Bits].Name.TrimStart('@'));
    }

    private void WritePrefetch(int operand)
    {
        if (_plan.TakesStates(_element) && !IsCoded(operand) && _target.Prefetch(_references[operand]) is { } statement)
            _writer.Line(statement);
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
        if (_sums.TryGetValue(store.Operand, out var sum))
        {
            var call = _products.TryGetValue(store.Node, out var factors)
                ? $"AddProduct({Summand(factors.A)}, {Summand(factors.B)}"
                : $"Add({Summand(store.Node)}";
            _writer.Line($"{sum}.{call}, ref {reference}, i);");
        }
        else if (_plan.Operands[store.Operand].IsReduced && _target.WideParts == 1)
        {
            _writer.Line(_target.StoreWide(Summand(store.Node), reference, 0));
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

        string Summand(int index) => _target.Summand(
            _element, [.. Enumerable.Range(0, PartsOf(_body.Graph.Nodes[index])).Select(part => PartOf(index, part))]);
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

    private bool IsCoded(int operand) => _plan.TakesStates(_element) && _plan.Operands[operand].MayBeCoded;
}
