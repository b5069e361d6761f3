using FusedOptim.Schema;
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
                calculator, reduction.Name, Reduction.KindOf(reduction)!.Value, Reduction.OverOf(reduction),
                over, [.. summands.Select(values => values[index])], tensor, constants, replacesSums);
        }
    }

    /// <summary>The passes in which the mean of the gradient is taken for each row.</summary>
    private void AverageGradients(
        Calculator calculator, InterpretedTensor tensor, Dictionary<string, Value> constants, bool replacesSums)
    {
        var summands = tensor.Pool.Select(element => calculator.Summand(calculator.Rounded(
            calculator.Binary(Operation.Multiply, element.Gradient, constants["gradientScale"])))).ToList();
        Reduce(calculator, "gradientSum", ReductionKind.Sum, Over.Row, Over.Element, summands, tensor, constants, replacesSums);
        foreach (var row in tensor.Entries(Over.Row))
        {
            var current = new ElementStep(calculator, constants) { Find = row.Find };
            row.Values["gradientMean"] = calculator.Rounded(RuleModifiers.GradientMean(current));
        }
    }

    /// <summary>The pass in which a modifier measures the direction, and the one over what has a ratio.</summary>
    private void MeasureDirection(
        Calculator calculator, string pass, InterpretedTensor tensor, Dictionary<string, Value> constants, bool replacesSums)
    {
        var summands = tensor.Pool.Select(element =>
        {
            var current = Begin(calculator, element, constants);
            var direction = calculator.ToVarying(_update.Run(calculator, constants, Arguments(current, element)).Result);
            return _modifiers.Summands(current, direction, pass).Select(item => (item.Sum, Value: calculator.Summand(item.Summand))).ToList();
        }).ToList();
        var over = pass == "TrustRatio" ? _modifiers.TrustOver : Over.Tensor;
        foreach (var (index, (sum, _)) in summands[0].Index())
        {
            Reduce(
                calculator, sum, over.IsOfMatrix ? ReductionKind.Norm : ReductionKind.Sum, over, Over.Element,
                [.. summands.Select(values => values[index].Value)], tensor, constants, replacesSums);
        }

        foreach (var place in over.IsOfMatrix ? tensor.Entries(over) : [])
        {
            var current = new ElementStep(calculator, constants) { Find = place.Find };
            place.Values["trustRatio"] = calculator.Rounded(_modifiers.RatioOfPlace(current));
        }
    }

    /// <summary>Hands a sum or a maximum to what comes after: as a step constant, or as a value of each row, column or matrix.</summary>
    private static void Reduce(
        Calculator calculator, string name, ReductionKind kind, Over over, Over space, IReadOnlyList<Value> summands, InterpretedTensor tensor,
        Dictionary<string, Value> constants, bool replacesSums)
    {
        if (!over.IsOfMatrix)
        {
            var values = space == Over.Element ? [.. tensor.Layout.Select(position => summands[position])] : summands;
            var result = Reduction.Of(kind, name, values);
            calculator.Note($"[{kind}]", Variance.Constant);
            constants[name] = IsReplaced(result) ? Value.Named(ValueKind.Real, name, Reduction.OrdinarySum, BoundOf(result)) : result;
            return;
        }

        calculator.Note($"[{(kind == ReductionKind.Maximum ? "Max" : kind)}(Over.{over})]", Variance.Constant);
        var ofPlaces = summands.Index().ToLookup(item => tensor.Matrix!.IndexOf(over, space, item.Index), item => item.Item);
        foreach (var (index, place) in tensor.Matrix![over].Index())
        {
            Value[] values = [.. ofPlaces[index]];
            var result = Reduction.OfPlace(kind, name, values);
            place.Values[name] = IsReplaced(result) ? Value.Element(Reduction.OrdinarySum, BoundOf(result)) : calculator.Stored(result);
        }

        // What contracts may not overflow on the way, and keep a sum that is finite.
        static double BoundOf(Value result) => result.Bound == 0 ? 0 : double.PositiveInfinity;

        bool IsReplaced(Value result) => replacesSums && !double.IsFinite(result.Number);
    }
}
