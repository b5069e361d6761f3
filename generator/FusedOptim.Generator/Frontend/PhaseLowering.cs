using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// Lowers one phase for an element: the gradient's scale, the modifiers in their one fixed order, and the rule's method in
/// their middle.
/// </summary>
internal sealed class PhaseLowering(
    Compilation compilation,
    INamedTypeSymbol rule,
    HyperparameterReader hyperparameters,
    RuleMethods methods,
    EquatableArray<Modifier> modifiers,
    Refusals refusals,
    CancellationToken cancellationToken,
    bool isOnInterval = false)
{
    private readonly GraphBuilder _graph = new();

    private ModifierLowering? _lowering;

    private ModifierLowering Lowering => _lowering ??= new(
        _graph, hyperparameters.Models, methods.Prepared, methods.States.Models, methods.Values, FirstValue);

    private int FirstInput => Graph.FirstState + methods.States.Models.Count;

    private int FirstValue => FirstInput + methods.Inputs.Models.Count(static input => input.IsElementwise);

    private int FirstOutput => FirstValue + methods.Values.Count;

    /// <summary>A phase that the rule has a method for.</summary>
    public PhaseModel Lower(MethodReader method)
    {
        var kind = method.Form switch
        {
            MethodForm.Measure => PhaseKind.Measure,
            MethodForm.Evaluate => PhaseKind.Evaluate,
            _ => PhaseKind.Update,
        };
        var prepared = BoundBy(method);
        if (kind == PhaseKind.Update)
            prepared = prepared.Concat(modifiers.SelectMany(methods.PreparedOf)).Distinct();
        var graph = Graph.Empty;
        if (method.Over == Scope.Matrix)
            return new(kind, Model(method), graph, EquatableArray<ReductionModel>.Empty, prepared.ToEquatableArray()) { Over = method.Over };
        var result = LowerMethod(method);
        if (result is var (value, final, isComplete) && isComplete)
        {
            Store(method, value, final);
            graph = _graph.ToGraph();
        }

        return new(kind, Model(method), graph, method.Reductions.ToEquatableArray(), prepared.ToEquatableArray()) { Over = method.Over };
    }

    /// <summary>The pass in which a modifier measures the gradient that it will change.</summary>
    public PhaseModel LowerSummedGradient(int summing)
    {
        // As the passes that follow have it.
        StoreSummands(summing, _graph.Rounded(Gradient(summing)));
        return new(
            PhaseKind.Measure, new(MethodForm.SummedGradient, "MeasureGradient", EquatableArray<ArgumentModel>.Empty), _graph.ToGraph(),
            modifiers[summing].Reductions.ToEquatableArray(), EquatableArray<int>.Empty, summing);
    }

    /// <summary>The pass that computes the value that a row or column has of what a modifier has measured.</summary>
    public PhaseModel LowerValue(int summing)
    {
        var (modifier, value) = (modifiers[summing], modifiers[summing].Value!);
        _graph.Store(Lowering.ValueOperand(value.Name), _graph.ToVarying(modifier.LowerValue(Lowering)));
        return new(
            PhaseKind.Measure, new(MethodForm.Value, modifier.ValuePhase, EquatableArray<ArgumentModel>.Empty), _graph.ToGraph(),
            EquatableArray<ReductionModel>.Empty, methods.PreparedForValue(modifier).ToEquatableArray(), summing)
        {
            Over = value.Over,
        };
    }

    /// <summary>The pass in which a modifier measures the direction that it will change: nothing is kept but its sums.</summary>
    public PhaseModel LowerMeasure(MethodReader method, int summing)
    {
        var (value, _, isComplete) = LowerMethod(method);
        var graph = Graph.Empty;
        if (isComplete)
        {
            var direction = _graph.ToVarying(value);
            _graph.Name(direction, "direction");
            for (var index = 0; index < summing; index++)
                direction = modifiers[index].LowerDirection(Lowering, direction);
            // As the update that follows has it.
            direction = _graph.Rounded(direction);
            StoreSummands(summing, direction);
            graph = _graph.ToGraph();
        }

        var prepared = BoundBy(method).Concat(modifiers.Take(summing).SelectMany(methods.PreparedOf)).Distinct();
        return new(
            PhaseKind.Measure, Model(method), graph, modifiers[summing].Reductions.ToEquatableArray(), prepared.ToEquatableArray(), summing);
    }

    /// <summary>The pass that hands out the weights that a modifier keeps.</summary>
    public PhaseModel LowerKept(StateModel kept)
    {
        _graph.Store(FirstOutput, _graph.Load(Lowering.StateOperand(kept.Name)));
        return new(
            PhaseKind.Evaluate, new(MethodForm.Kept, "", EquatableArray<ArgumentModel>.Empty), _graph.ToGraph(),
            EquatableArray<ReductionModel>.Empty, EquatableArray<int>.Empty);
    }

    private static MethodModel Model(MethodReader method) =>
        new(method.Form, method.Symbol.Name, method.Arguments.ToEquatableArray());

    private static IEnumerable<int> BoundBy(MethodReader method) => method.Arguments
        .Where(static argument => argument.Binding == Binding.Prepared).Select(static argument => argument.Index).Distinct();

    private (int Value, Func<IParameterSymbol, int> Final, bool IsComplete) LowerMethod(MethodReader method)
    {
        var lowering = new MethodLowering(
            compilation, rule, hyperparameters.Properties, _graph, refusals, cancellationToken);
        var (value, final) = lowering.Lower(method.Symbol, Arguments(method, lowering));
        RefuseLostWrites(method, final);
        var returnsValue = method.Form is MethodForm.Direction or MethodForm.Evaluate;
        return (value, final, !refusals.Any && (value >= 0 || !returnsValue));
    }

    // What is written to a state that was taken by value would be gone after the element. Evaluate takes none by reference.
    private void RefuseLostWrites(MethodReader method, Func<IParameterSymbol, int> final)
    {
        for (var index = 0; index < method.Arguments.Count && method.Form != MethodForm.Evaluate; index++)
        {
            var (argument, symbol) = (method.Arguments[index], method.Symbol.Parameters[index]);
            if (argument is { Binding: Binding.State, IsReference: false } &&
                final(symbol) != _graph.Load(Graph.FirstState + argument.Index))
            {
                refusals.Add(Descriptors.StateType, symbol.DeclarationLocation(), symbol.Name);
            }
        }
    }

    private void Store(MethodReader method, int value, Func<IParameterSymbol, int> final)
    {
        switch (method.Form)
        {
            case MethodForm.Direction:
                StoreParameter(Step(value));
                break;
            case MethodForm.Update:
                var parameter = method.Symbol.Parameters[
                    method.Arguments.FindIndex(static argument => argument.Binding == Binding.Parameter)];
                StoreParameter(DecayedAfterUpdate(final(parameter)));
                break;
            case MethodForm.Evaluate:
                _graph.Store(FirstOutput, value);
                break;
        }

        for (var index = 0; index < method.Arguments.Count; index++)
        {
            var argument = method.Arguments[index];
            if (argument is { Binding: Binding.State, IsReference: true })
                _graph.Store(Graph.FirstState + argument.Index, final(method.Symbol.Parameters[index]));
            else if (argument is { Binding: Binding.Value, IsReference: true })
                _graph.Store(FirstValue + argument.Index, final(method.Symbol.Parameters[index]));
            else if (argument.Binding == Binding.Reduction)
                _graph.Store(FirstOutput + argument.Index, final(method.Symbol.Parameters[index]));
        }
    }

    private void StoreSummands(int summing, int changed)
    {
        var summands = modifiers[summing].LowerSummands(Lowering, changed);
        for (var index = 0; index < summands.Count; index++)
            _graph.Store(FirstOutput + index, summands[index]);
    }

    private void StoreParameter(int updated)
    {
        updated = _graph.ToVarying(updated);
        foreach (var modifier in modifiers)
        {
            if (isOnInterval)
                updated = modifier.LowerOnInterval(Lowering, updated);
        }

        _graph.Store(Graph.Parameter, updated);
        foreach (var modifier in modifiers)
            modifier.LowerUpdated(Lowering, updated);
    }

    /// <summary>The gradient after modifiers: all of them, or as many as come before one that measures it.</summary>
    private int Gradient(int count = int.MaxValue)
    {
        var gradient = _graph.Binary(Op.Multiply, _graph.Load(Graph.Gradient), _graph.GradientScale());
        _graph.Name(gradient, "scaledGradient");
        foreach (var modifier in modifiers.Take(count))
            gradient = modifier.LowerGradient(Lowering, gradient);
        return Lowering.Gradient = gradient;
    }

    private List<KeyValuePair<IParameterSymbol, int>> Arguments(MethodReader method, MethodLowering lowering)
    {
        var arguments = new List<KeyValuePair<IParameterSymbol, int>>();
        // What is refused is bound as a gradient.
        var gradient = method.Over == Scope.Element ? Gradient() : _graph.Real(0);
        for (var index = 0; index < method.Arguments.Count; index++)
        {
            var argument = method.Arguments[index];
            var symbol = method.Symbol.Parameters[index];
            if (argument.Binding == Binding.Reduction)
                lowering.Accumulators.Add(symbol, method.Reductions[argument.Index].Kind);
            if (method.Form == MethodForm.Measure && argument is { Binding: Binding.State or Binding.Value, IsReference: true })
                lowering.RoundedStates.Add(symbol);
            arguments.Add(new(symbol, argument.Binding switch
            {
                Binding.Gradient => gradient,
                Binding.Parameter => Lowering.Parameter,
                Binding.Step => _graph.Step(),
                Binding.State => _graph.Load(Graph.FirstState + argument.Index),
                Binding.Prepared => _graph.Prepared(argument.Index),
                Binding.Occasion => _graph.Boolean(isOnInterval),
                Binding.Input => _graph.Load(FirstInput + argument.Index),
                Binding.Value when argument.IsReference => _graph.Real(0),
                Binding.Value => _graph.Load(FirstValue + argument.Index),
                // What added to it, or compared with it, gives the other operand exactly.
                _ => _graph.Real(method.Reductions[argument.Index].Kind switch
                {
                    ReductionKind.Sum => -0.0,
                    ReductionKind.Maximum => double.NegativeInfinity,
                    _ => 0.0,
                }),
            }));
        }

        return arguments;
    }

    private int Step(int direction)
    {
        direction = _graph.ToVarying(direction);
        _graph.Name(direction, "direction");
        foreach (var modifier in modifiers)
            direction = modifier.LowerDirection(Lowering, direction);
        var decayed = Lowering.Parameter;
        foreach (var modifier in modifiers)
            decayed = modifier.LowerDecayed(Lowering, decayed, direction);
        return Lowering.Subtract(decayed, Lowering.Multiply(direction, Lowering.LearningRate()));
    }

    /// <summary>Decay beside a free update is that of the parameter as the update found it.</summary>
    private int DecayedAfterUpdate(int updated)
    {
        foreach (var modifier in modifiers)
            updated = modifier.LowerDecayedAfterUpdate(Lowering, updated);
        return updated;
    }
}
