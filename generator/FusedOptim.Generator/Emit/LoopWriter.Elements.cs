using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Emit;

/// <content>The body of the loop: loads, operations, stores.</content>
internal sealed partial class LoopWriter
{
    private void WriteElements()
    {
        // Before the loads, so that a state has its own name and a local of the same name another.
        var loads = _plan.Loads.ToDictionary(static operand => operand, operand => _names.Take(_plan.Operands[operand].Name));
        var stored = _body.Graph.Stores.ToLookup(static store => store.Node, static store => store.Operand);
        var order = new OperationOrder(_body.Graph, _useCounts, IsOperation, _target.InlinesOperations);
        var last = new List<int>();
        foreach (var index in order.Operations)
        {
            // A load stands before its first use: fewer values live at once, and 256-bit loops run some percent faster. The compiler makes
            // it a part of the instruction that uses it where that statement is the next one and does nothing else.
            var used = OperandsOf(index);
            var readsMemory = used.Any(IsReadOnce);
            if (readsMemory)
                used.ForEach(Name);
            used.ForEach(Load);
            if (order.AddendAfter(index) is { } addend && IsCodedLoad(addend))
                Load(addend);
            // What goes to a sum alone is computed when the registers of what is stored are free.
            if (_useCounts[index] == 1 && stored[index].Any(_sums.ContainsKey))
                last.Add(index);
            else
                Write(index, readsMemory || order.IsEarly(index));
        }

        foreach (var store in _body.Graph.Stores)
            Load(store.Node);
        _writer.Blank();
        foreach (var store in _body.Graph.Stores.Where(store => !last.Contains(store.Node)))
            WriteStore(store);
        foreach (var store in _body.Graph.Stores.Where(store => last.Contains(store.Node)))
        {
            Write(store.Node, isNamed: false);
            WriteStore(store);
        }

        if (_plan.Signature.Gradients != GradientUse.Zeroed)
            return;
        _writer.Line("if (TGradients.Zero)");
        using (_writer.Indent())
            _writer.Line(_target.StoreZero(_element, _references[Graph.Gradient]));

        // What a statement or a part of one is written for.
        bool IsOperation(int index) =>
            _body.Graph.Nodes[index] is var node && !node.Type.IsUniform() && node.Op is not (Op.Broadcast or Op.Load or Op.Widen) &&
            !_products.ContainsKey(index) && !_partsOfSigns.Contains(index);

        bool IsCodedLoad(int index) => _body.Graph.Nodes[index] is { Op: Op.Load } load && IsCoded((int)load.Bits);

        void Write(int index, bool isNamed)
        {
            var node = _body.Graph.Nodes[index];
            var element = node.Type.IsWide() ? Element.Double : _element;
            var isChoice = node.Op == Op.Select && _body.Graph.Nodes[node.A].Op == Op.Broadcast;
            Take(index, [.. Enumerable.Range(0, PartsOf(node)).Select(part =>
            {
                Code[] operands = [.. OperandsOf(index).Select(operand => PartOf(operand, part))];
                return
                    _signs.ContainsKey(index) ? _target.Sign(operands[0]) :
                    isChoice ? _target.Choose(element, operands) :
                    _target.Apply(node.Op, element, operands);
            })], isNamed);
        }

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
            isNamed |= _body.NameOf.TryGetValue(index, out var wish) && _form != KernelForm.Unoptimized;
            if (_body.Graph.Nodes[index] is { Op: Op.Widen } widened)
            {
                if (_body.Graph.Nodes[widened.A] is { Op: Op.Load } load && IsLoadedWide(widened.A))
                    wish = _plan.Operands[(int)load.Bits].Name;
                else if (_codes[widened.A][0].Text is var narrow && SyntaxFacts.IsValidIdentifier(narrow))
                    wish = "wide" + Names.Pascal(narrow);
            }

            if (stored.Contains(index))
                wish = _plan.Operands[stored[index].First()].Result;
            wish ??= NameOf(_body.Graph.Nodes[index]);
            if (_useCounts[index] > 1 || isNamed || stored.Contains(index) || parts.Any(static part => part.Text.Length > LongestNested))
            {
                WriteSections(index);
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
                // What goes to a sum is computed after stores, which must not come before the load of what they change.
                Take(
                    index,
                    _factorsAlone.Contains(index)
                        ? [_target.LoadWideSummand(_references[operand])]
                        : [.. Enumerable.Range(0, _target.WideParts).Select(part => _target.LoadWide(_references[operand], part))],
                    isNamed: _body.Graph.Stores.Any(store => store.Operand == operand));
            }
            else if (node.Op == Op.Widen)
            {
                Load(node.A);
                var value = _codes[node.A][0];
                Take(index, _factorsAlone.Contains(index)
                    ? [_target.WidenSummand(value)]
                    : [.. Enumerable.Range(0, _target.WideParts).Select(part => _target.Widen(_body.Graph.Nodes[node.A].Type, value, part))]);
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
                if (IsLoadedInPlace(index))
                {
                    _codes[index] = [new(value)];
                    return;
                }

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

    /// <summary>Writes what the statements from a node on compute, where that changes.</summary>
    private void WriteSections(int index)
    {
        var begun = _body.Graph.Sections.Skip(_sections).TakeWhile(section => section.Start <= index).ToList();
        if (begun.Count > 0)
            _writer.Blank();
        _sections += begun.Count;
        foreach (var section in begun.Where(static section => section.Title.Length > 0))
            _writer.Line("// " + section.Title);
    }

    private void WritePrefetch(int operand)
    {
        if (_plan.TakesStates(_element) && !IsCoded(operand) && _target.Prefetch(_references[operand]) is { } statement)
            _writer.Line(statement);
    }

    /// <summary>Whether a value in memory is needed in double alone, and converted as it is read.</summary>
    private bool IsLoadedWide(int index) =>
        _target.MayLoadWide && _body.Graph.Nodes[index] is { Op: Op.Load } load && !IsCoded((int)load.Bits) && _body.UseCounts[index] == 1;

    /// <summary>
    /// Whether a value in memory is read within the expression that uses it. What goes to a sum is computed after memory is written.
    /// </summary>
    private bool IsLoadedInPlace(int index) =>
        _form == KernelForm.Unoptimized && _useCounts[index] == 1 &&
        !_body.Graph.Stores.Any(store => store.Node == index || (_sums.Count > 0 && store.Operand == (int)_body.Graph.Nodes[index].Bits));

    private List<int> OperandsOf(int index) =>
        _signs.TryGetValue(index, out var value)
            ? [value]
            : [.. Enumerable.Range(0, _body.Graph.Nodes[index].Op.Info().Arity).Select(operand => _body.Graph.Nodes[index].Operand(operand))];

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
            _writer.Line($"{sum}.{call}, ref {reference}, i{AccumulatorOf(store.Operand)});");
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

        string Summand(int index) => _factorsAlone.Contains(index)
            ? _codes[index][0].Text
            : _target.Summand(_element, [.. Enumerable.Range(0, PartsOf(_body.Graph.Nodes[index])).Select(part => PartOf(index, part))]);
    }
}
