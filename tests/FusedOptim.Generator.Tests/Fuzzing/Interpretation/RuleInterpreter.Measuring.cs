using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <content>The phases before the update.</content>
internal sealed partial class RuleInterpreter
{
    /// <summary>The phase of a method: what it reduces and what it keeps.</summary>
    private void Measure(
        Calculator calculator, BoundMethod method, InterpretedTensor tensor, Dictionary<string, Value> constants, bool replacesSums)
    {
        var over = method.Over;
        if (over != Over.Element)
            calculator.Note($"[Phase(Over.{over})]", Variance.Constant);
        IParameterSymbol[] reductions = [.. method.Symbol.Parameters.Where(Reduction.IsReduction)];
        var summands = tensor.Entries(over).Select(entry =>
        {
            var (_, final) = method.Run(calculator, constants, Arguments(Begin(calculator, entry, constants, over), entry));
            Keep(calculator, method, entry, final);
            return Array.ConvertAll(reductions, parameter => calculator.Summand(final(parameter.Name)));
        }).ToList();
        foreach (var (index, reduction) in reductions.Index())
        {
            Reduce(
                calculator, reduction.Name, Reduction.IsMaximum(reduction), Reduction.OverOf(reduction),
                over, [.. summands.Select(values => values[index])], tensor, constants, replacesSums);
        }
    }

    /// <summary>The pass in which a modifier measures the direction.</summary>
    private void MeasureDirection(
        Calculator calculator, InterpretedTensor tensor, Dictionary<string, Value> constants, bool replacesSums)
    {
        var summands = tensor.Pool.Select(element =>
        {
            var current = Begin(calculator, element, constants);
            var direction = calculator.ToVarying(_update.Run(calculator, constants, Arguments(current, element)).Result);
            return _modifiers.Summands(current, direction).Select(item => (item.Sum, Value: calculator.Summand(item.Summand))).ToList();
        }).ToList();
        foreach (var (index, (sum, _)) in summands[0].Index())
        {
            Reduce(
                calculator, sum, isMaximum: false, Over.Tensor, Over.Element, [.. summands.Select(values => values[index].Value)], tensor,
                constants, replacesSums);
        }
    }

    /// <summary>Hands a sum or a maximum to what comes after: as a step constant, or as a value of each row, column or matrix.</summary>
    private static void Reduce(
        Calculator calculator, string name, bool isMaximum, Over over, Over space, IReadOnlyList<Value> summands, InterpretedTensor tensor,
        Dictionary<string, Value> constants, bool replacesSums)
    {
        if (!over.IsOfMatrix)
        {
            var values = space == Over.Element ? [.. tensor.Layout.Select(position => summands[position])] : summands;
            var result = isMaximum ? Reduction.Maximum(name, values) : Reduction.Sum(name, values);
            constants[name] = IsReplaced(result) ? Value.Named(ValueKind.Real, name, Reduction.OrdinarySum) : result;
            return;
        }

        calculator.Note($"[{(isMaximum ? "Max" : "Sum")}(Over.{over})]", Variance.Constant);
        var ofPlaces = summands.Index().ToLookup(item => tensor.Matrix!.IndexOf(over, space, item.Index), item => item.Item);
        foreach (var (index, place) in tensor.Matrix![over].Index())
        {
            Value[] values = [.. ofPlaces[index]];
            var result = isMaximum ? Reduction.Maximum(name, values) : Reduction.SumInOrder(values);
            place.Values[name] = IsReplaced(result) ? Value.Element(Reduction.OrdinarySum) : calculator.Stored(result);
        }

        bool IsReplaced(Value result) => replacesSums && !double.IsFinite(result.Number);
    }
}
