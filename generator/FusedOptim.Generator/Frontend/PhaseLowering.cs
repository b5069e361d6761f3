using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// Lowers one phase for an element: the gradient's scale, the modifiers in their one fixed order, and the rule's method in
/// their middle.
/// </summary>
/// <remarks>
/// The order is: scale; L2 into the gradient; the rule; decay inside the direction; decoupled or independent decay of the
/// parameter as the rule found it; the step.
/// </remarks>
internal sealed class PhaseLowering(
    Compilation compilation,
    INamedTypeSymbol rule,
    HyperparameterReader hyperparameters,
    RuleMethods methods,
    MethodReader method,
    WeightDecayModel? decay,
    Refusals refusals,
    CancellationToken cancellationToken)
{
    private readonly GraphBuilder _graph = new();

    public PhaseModel Lower()
    {
        var kind = method.Form switch
        {
            MethodForm.Measure => PhaseKind.Measure,
            MethodForm.Evaluate => PhaseKind.Evaluate,
            _ => PhaseKind.Update,
        };
        var reductions = kind == PhaseKind.Measure ? methods.Reductions : [];
        return new(
            kind, new(method.Form, method.Arguments.ToEquatableArray()), LowerGraph(), reductions.ToEquatableArray());
    }

    private Graph LowerGraph()
    {
        var parameter = _graph.Load(Graph.Parameter);
        var lowering = new MethodLowering(
            compilation, rule, hyperparameters.Properties, _graph, refusals, cancellationToken);
        var (value, final) = (-1, default(Func<IParameterSymbol, int>)!);
        try
        {
            (value, final) = lowering.Lower(method.Symbol, Arguments(parameter, Gradient(parameter), lowering));
        }
        catch (InsufficientExecutionStackException)
        {
            refusals.Add(
                Descriptors.TooLarge, method.Symbol.Locations[0], rule.Name, "as many nested operations as the stack holds");
        }

        var returnsValue = method.Form is MethodForm.Direction or MethodForm.Evaluate;
        if (refusals.Any || (value < 0 && returnsValue))
            return Graph.Empty;

        switch (method.Form)
        {
            case MethodForm.Direction:
                _graph.Store(Graph.Parameter, Step(parameter, value));
                break;
            case MethodForm.Update:
                _graph.Store(Graph.Parameter, DecayedAfterUpdate(parameter, final(Bound(Binding.Parameter))));
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
            else if (argument.Binding == Binding.Reduction)
                _graph.Store(FirstOutput + argument.Index, final(method.Symbol.Parameters[index]));
        }

        return _graph.ToGraph();
    }

    private int FirstOutput => Graph.FirstState + methods.States.Models.Count;

    private int Gradient(int parameter)
    {
        var gradient = _graph.Binary(Op.Multiply, _graph.Load(Graph.Gradient), _graph.GradientScale());
        _graph.Name(gradient, "scaledGradient");
        if (decay?.Kind == WeightDecayKind.L2)
        {
            gradient = _graph.Binary(Op.Add, gradient, _graph.Binary(Op.Multiply, parameter, Coefficient()));
            _graph.Name(gradient, "decayedGradient");
        }

        return gradient;
    }

    private List<KeyValuePair<IParameterSymbol, int>> Arguments(int parameter, int gradient, MethodLowering lowering)
    {
        var arguments = new List<KeyValuePair<IParameterSymbol, int>>();
        for (var index = 0; index < method.Arguments.Count; index++)
        {
            var argument = method.Arguments[index];
            var symbol = method.Symbol.Parameters[index];
            if (argument.Binding == Binding.Reduction)
                lowering.Accumulators.Add(symbol, methods.Reductions[argument.Index].Kind);
            arguments.Add(new(symbol, argument.Binding switch
            {
                Binding.Gradient => gradient,
                Binding.Parameter => parameter,
                Binding.Step => _graph.Step(),
                Binding.State => _graph.Load(Graph.FirstState + argument.Index),
                Binding.Prepared => _graph.Prepared(argument.Index),
                // What added to it, or compared with it, gives the other operand exactly.
                _ => _graph.Real(
                    methods.Reductions[argument.Index].Kind == ReductionKind.Sum ? -0.0 : double.NegativeInfinity),
            }));
        }

        return arguments;
    }

    private IParameterSymbol Bound(Binding binding) =>
        method.Symbol.Parameters[method.Arguments.FindIndex(argument => argument.Binding == binding)];

    private int Step(int parameter, int direction)
    {
        direction = _graph.ToVarying(direction);
        _graph.Name(direction, "direction");
        if (decay?.Kind == WeightDecayKind.InDirection)
            direction = _graph.Binary(Op.Add, direction, _graph.Binary(Op.Multiply, parameter, Coefficient()));
        var decayed = decay?.Kind switch
        {
            WeightDecayKind.Decoupled => _graph.Binary(Op.Multiply, parameter, OneMinus(
                _graph.Binary(Op.Multiply, LearningRate(), Coefficient()))),
            WeightDecayKind.Independent => _graph.Binary(Op.Multiply, parameter, OneMinus(Coefficient())),
            _ => parameter,
        };
        _graph.Name(decayed, "decayedParameter");
        return _graph.Binary(Op.Subtract, decayed, _graph.Binary(Op.Multiply, direction, LearningRate()));
    }

    /// <summary>Decay beside a free update is that of the parameter as the update found it.</summary>
    private int DecayedAfterUpdate(int parameter, int updated)
    {
        var amount = decay?.Kind switch
        {
            WeightDecayKind.Decoupled => _graph.Binary(Op.Multiply, LearningRate(), Coefficient()),
            WeightDecayKind.Independent => Coefficient(),
            _ => -1,
        };
        return amount < 0
            ? updated
            : _graph.Binary(Op.Subtract, updated, _graph.Binary(Op.Multiply, parameter, amount));
    }

    private int OneMinus(int value) => _graph.Binary(Op.Subtract, _graph.Real(1), value);

    private int LearningRate() => Hyperparameter(hyperparameters.IndexOf(HyperparameterReader.LearningRate));

    private int Coefficient() => Hyperparameter(decay!.Hyperparameter);

    private int Hyperparameter(int index) => _graph.ToReal(_graph.Hyperparameter(
        index, hyperparameters.Models[index].Type == HyperparameterType.Integer ? NodeType.Integer : NodeType.Real));
}
