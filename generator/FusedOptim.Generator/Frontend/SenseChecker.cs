using System.Globalization;
using FusedOptim.Generator.Analysis;
using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using FusedOptim.Generator.Passes;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>Finds what compiles and is probably not what was meant, by looking at the graphs.</summary>
internal sealed class SenseChecker(
    INamedTypeSymbol rule,
    Compilation compilation,
    HyperparameterReader hyperparameters,
    RuleMethods methods,
    EquatableArray<PhaseModel> phases,
    EquatableArray<Modifier> modifiers,
    Refusals refusals)
{
    private readonly IReadOnlyList<Graph> _graphs = [.. phases.Select(static phase => DeadCode.Run(phase.Graph))];

    public void Check()
    {
        CheckStates();
        CheckInputs();
        CheckGradient();
        CheckFirstStep();
        // Prepare and methods over matrices may be any C#, which is not looked into; so may what starts a state or a scalar.
        HyperparameterSense.Check(
            hyperparameters,
            phases.Select(static phase => phase.Graph),
            index => methods.Prepare is not null || phases.Any(static phase => phase.IsCalled) || methods.States.Models.Any(state => state.InitialHyperparameter == index) ||
                phases.Any(phase => phase.Interval == index),
            rule.Name,
            refusals);
        CheckLearningRate();
        if (compilation.Options.OptimizationLevel == OptimizationLevel.Debug)
            refusals.Warn(Descriptors.DebugBuild, rule.Locations[0], rule.Name);
    }

    private void CheckStates()
    {
        foreach (var (parameter, index) in methods.States.Declarations)
        {
            var operand = Graph.FirstState + index;
            var isRead = _graphs.Any(graph => graph.Nodes.Any(node => node.Op == Op.Load && node.Bits == operand));
            var isWritten = _graphs.Any(graph => graph.Stores.Any(store => store.Operand == operand));
            var location = parameter.DeclarationLocation();
            if (phases.Any(phase => phase.Method.Arguments.Any(argument => argument.Binding == Binding.MatrixOfState && argument.Index == index)))
                isRead = isWritten = true;
            if (!isRead && !isWritten)
                refusals.Warn(Descriptors.StateUnused, location, parameter.Name, "read or written", "use it");
            else if (!isRead)
                refusals.Warn(Descriptors.StateUnused, location, parameter.Name, "read", "use a local for what lasts one step");
            // Taken by value, it is the caller who writes it.
            else if (!isWritten && parameter.RefKind == RefKind.Ref)
                refusals.Warn(Descriptors.StateUnused, location, parameter.Name, "written", "use a hyperparameter for what stays");
            if (rule.DeclaredAccessibility == Accessibility.Public && methods.States.Models[index].Key == parameter.Name &&
                parameter.Attribute(AttributeNames.State) is { ConstructorArguments.Length: 0 })
            {
                refusals.Warn(Descriptors.UnnamedState, location, parameter.Name);
            }
        }
    }

    private void CheckInputs()
    {
        for (var index = 0; index < methods.Inputs.Models.Count; index++)
        {
            var operand = Graph.FirstState + methods.States.Models.Count + index;
            var prepared = methods.PreparedIndexOf(index);
            var isRead = methods.Prepare?.Arguments.Any(argument => argument.Binding == PreparedBinding.Input && argument.Index == index) == true ||
                _graphs.Any(graph => graph.Nodes.Any(node => node.Op == (prepared < 0 ? Op.Load : Op.Prepared) && node.Bits == (prepared < 0 ? operand : prepared)));
            if (!isRead)
                refusals.Warn(Descriptors.InputUnused, methods.Inputs.Declarations[index].DeclarationLocation(), methods.Inputs.Models[index].Name);
        }
    }

    private void CheckGradient()
    {
        var isUsed = phases.Zip(_graphs, static (phase, graph) => (phase, graph)).Any(static pair =>
            pair.phase.Kind != PhaseKind.Evaluate && pair.phase.Method.Form != MethodForm.SummedGradient &&
            pair.graph.Nodes.Any(static node => node.Op == Op.Load && node.Bits == Graph.Gradient));
        if (!isUsed)
            refusals.Warn(Descriptors.GradientUnused, methods.Update.Symbol.Locations[0], rule.Name, methods.Update.Symbol.Name);
    }

    private void CheckFirstStep()
    {
        for (var phase = 0; phase < phases.Count; phase++)
        {
            var graph = _graphs[phase];
            var values = Evaluator.Run(
                graph, index => hyperparameters.Models[index].Default is var value && double.IsNaN(value) ? null : value, step: 1);
            foreach (var index in Reached(graph, values))
            {
                var node = graph.Nodes[index];
                // A quotient by a uniform that is zero, or one that is itself undefined.
                var isBroadcastDivisor = node is { Op: Op.Divide, Type: NodeType.Varying } &&
                    graph.Nodes[node.B] is { Op: Op.Broadcast } divisor && values[divisor.A] == 0 &&
                    !graph.Nodes[divisor.A].IsConstant && divisor.A >= 0;
                var isUndefined = node is { Op: Op.Divide, Type: NodeType.Real } &&
                    values[index] is { } value && (double.IsNaN(value) || double.IsInfinity(value));
                if (!isBroadcastDivisor && !isUndefined)
                    continue;
                refusals.Warn(
                    Descriptors.ZeroByZero, methods.Update.Symbol.Locations[0], methods.Update.Symbol.Name,
                    isBroadcastDivisor ? "divided by 0" : "undefined");
                return;
            }
        }
    }

    /// <summary>What the stores depend on, when of each conditional only the arm is followed that is taken.</summary>
    private static IEnumerable<int> Reached(Graph graph, double?[] values)
    {
        var reached = new HashSet<int>();
        var open = new Stack<int>(graph.Stores.Select(static store => store.Node));
        while (open.Count > 0)
        {
            var index = open.Pop();
            if (index < 0 || !reached.Add(index))
                continue;
            var node = graph.Nodes[index];
            var condition = node.Op == Op.Select && graph.Nodes[node.A].Op == Op.Broadcast ? graph.Nodes[node.A].A : node.A;
            if (node.Op == Op.Select && values[condition] is { } taken)
            {
                open.Push(taken != 0 ? node.B : node.C);
                continue;
            }

            open.Push(node.A);
            open.Push(node.B);
            open.Push(node.C);
        }

        return reached.OrderBy(static index => index);
    }

    /// <summary>Halving the rate halves the step, unless the rule means otherwise. Says something only where it is sure.</summary>
    private void CheckLearningRate()
    {
        var rate = hyperparameters.IndexOf(HyperparameterReader.LearningRate);
        if (rate < 0)
            return;
        // Decay beside the step has terms of its own, which are not the rule's.
        var decays = modifiers.Select(static modifier => modifier switch
        {
            ParameterDecay decay => decay.Coefficient,
            _ => -1,
        }).ToList();
        var initial = methods.States.Models.Select(state => state.Initial switch
        {
            StateInitial.Zero => RateDegree.Zero,
            StateInitial.Hyperparameter when state.InitialHyperparameter == rate => RateDegree.Of(1),
            _ => RateDegree.Constant,
        });
        var writing = phases.Zip(_graphs, static (phase, graph) => (phase, graph))
            // On an occasion the method does all that it does; at the steps of a modifier's interval what it does at the others.
            .Where(pair => pair.phase.Kind != PhaseKind.Evaluate && (pair.phase.Interval < 0 || pair.phase.RunsBetween != methods.Intervals.Interval >= 0)).Select(static pair => pair.graph).ToList();
        var isUsed = phases.Any(phase => phase.Graph.Nodes.Any(node => node.Op == Op.Hyperparameter && node.Integer == rate));
        var degrees = new RateDegrees(rate, decays, initial, methods.Inputs.Models.Count(static input => input.IsElementwise)).OfChange(writing);
        if (!isUsed || degrees.Count == 0 || degrees.Contains(1))
            return;
        var method = methods.Update;
        if (method.Form == MethodForm.Direction)
        {
            refusals.Warn(Descriptors.RateTwice, method.Symbol.Locations[0], Text(degrees.Select(static degree => degree - 1)));
            return;
        }

        refusals.Warn(
            Descriptors.NotLinearInRate, method.Symbol.Locations[0], Text(degrees),
            degrees.All(static degree => degree > 1)
                ? "it is applied more than once, in the step and in what a state keeps perhaps; apply it once"
                : "a smaller rate does not make a smaller step; multiply the step by LearningRate");
    }

    private static string Text(IEnumerable<int> degrees) =>
        string.Join(" and ", degrees.Select(static degree => degree.ToString(CultureInfo.InvariantCulture)));
}
