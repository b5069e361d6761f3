using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// Writes the one loop shape of all targets: what is no whole vector goes to the next narrower kernel, which gives the same bits,
/// so that nothing is read or written outside; uniforms broadcast once into locals; whole vectors. Behind the call, locals and the
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
    private readonly Code[] _codes;

    // By operand.
    private readonly Dictionary<int, string> _lanesOfSums = [];

    public LoopWriter(IndentedTextWriter writer, KernelPlan plan, Target target, Element element)
    {
        (_writer, _plan, _target, _element) = (writer, plan, target, element);
        _body = plan.BodyOf(element);
        _names = new(
        [
            .. KernelTypes.Names, .. plan.TypeNames,
            "uniforms", "count", "i", TypeArguments.Gradients, TypeArguments.States, TypeArguments.Summands,
        ]);
        _references = [.. plan.Operands.Select(operand => _names.Take(operand.Reference))];
        _codes = new Code[_body.Graph.Nodes.Count];
    }

    public void Write()
    {
        _writer.Line("[global::System.Runtime.CompilerServices.MethodImplAttribute(KernelOptions.Loop)]");
        _writer.Line($"public static void Run{TypeArguments.Of(_plan, _target, _element)}(");
        using (_writer.Indent())
        {
            _writer.Line($"in {_plan.UniformsName} uniforms,");
            foreach (var reference in _references)
                _writer.Line($"ref {_element.Keyword} {reference},");
            _writer.Line("nuint count)");
            TypeArguments.WriteConstraints(_writer, _plan, _target, _element);
        }

        using (_writer.Open())
        {
            var end = _target.Narrower is { } narrower ? WriteRemainder(narrower) : "count";
            WriteUniforms();
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
                _writer.Line("in uniforms,");
                foreach (var reference in _references)
                    _writer.Line($"ref Unsafe.Add(ref {reference}, {whole}),");
                _writer.Line($"count - {whole});");
            }
        }

        _writer.Blank();
        return whole;
    }

    private void WriteUniforms()
    {
        var locals = new Dictionary<int, string>();
        foreach (var (node, field) in _body.Uniforms)
        {
            var name = _names.Take(Names.Camel(field.TrimStart('@')));
            locals.Add(node, name);
            var scalar = _element == Element.Double ? $"uniforms.{field}" : $"(float)uniforms.{field}";
            var value = _body.Graph.Nodes[node].Type == NodeType.Boolean
                ? _target.BroadcastTruth(_element, $"uniforms.{field} != 0")
                : _target.Broadcast(_element, scalar);
            _writer.Line($"var {name} = {value};");
        }

        for (var index = 0; index < _codes.Length; index++)
        {
            if (_body.Graph.Nodes[index] is not { Op: Op.Broadcast } node)
                continue;
            var uniform = _body.Graph.Nodes[node.A];
            _codes[index] = locals.TryGetValue(node.A, out var name) ? new(name)
                : uniform.Type == NodeType.Boolean ? _target.BroadcastTruth(_element, uniform.Boolean ? "true" : "false")
                : _target.Constant(_element, uniform.Real);
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
            if (node.Type.IsUniform() || node.Op == Op.Broadcast)
                continue;
            if (node.Op == Op.Load)
                continue;

            // A load stands before its first use: fewer values live at once, and 256-bit loops run some percent faster.
            for (var operand = 0; operand < node.Op.Info().Arity; operand++)
                Load(node.Operand(operand));
            Code[] operands = [.. Enumerable.Range(0, node.Op.Info().Arity).Select(operand => _codes[node.Operand(operand)])];
            var code = node.Op == Op.Select && _body.Graph.Nodes[node.A].Op == Op.Broadcast
                ? _target.Choose(_element, operands)
                : _target.Apply(node.Op, _element, operands);
            var isNamed = _body.NameOf.TryGetValue(index, out var wish);
            if (stored.Contains(index))
                wish = _plan.Operands[stored[index].First()].Result;

            if (_body.UseCounts[index] > 1 || isNamed || stored.Contains(index) || code.Text.Length > LongestNested)
            {
                var name = _names.Take(wish ?? "value");
                _writer.Line($"var {name} = {code};");
                code = new(name);
            }

            _codes[index] = code;
        }

        foreach (var store in _body.Graph.Stores)
            Load(store.Node);
        _writer.Blank();
        foreach (var store in _body.Graph.Stores)
            _writer.Line(Store(store.Operand, _codes[store.Node].Text));
        if (_plan.Signature.Gradients != GradientUse.Zeroed)
            return;
        _writer.Line("if (TGradients.Zero)");
        using (_writer.Indent())
            _writer.Line(_target.StoreZero(_element, _references[Graph.Gradient]));

        void Load(int index)
        {
            if (_body.Graph.Nodes[index] is not { Op: Op.Load } node || _codes[index].Text is not null)
                return;
            var operand = (int)node.Bits;
            if (_plan.TakesStates(_target, _element) && !IsCoded(operand))
                _writer.Line($"TStates.Prefetch(ref {_references[operand]}, i);");
            var value = IsCoded(operand) ? _target.Decode(_references[operand]) : _target.Load(_element, _references[operand]);
            _writer.Line($"var {loads[operand]} = {value};");
            _codes[index] = new(loads[operand]);
        }
    }

    /// <summary>The statement that writes a value to an operand.</summary>
    private string Store(int operand, string value) =>
        _lanesOfSums.TryGetValue(operand, out var lanes) ? $"TSummands.Add({value}, ref {lanes}, ref {_references[operand]}, i);" :
        IsCoded(operand) ? _target.Encode(value, _references[operand]) :
        _target.Store(_element, value, _references[operand]);

    private bool IsCoded(int operand) => _element == Element.Single && _plan.Operands[operand].MayBeCoded;
}
