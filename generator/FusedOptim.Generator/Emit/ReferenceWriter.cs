using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the reference of a rule: the call of its own method on one element, where breakpoints work.</summary>
internal static class ReferenceWriter
{
    public static void Write(IndentedTextWriter writer, RuleModel rule, string face)
    {
        var names = FullNames.Of(rule);
        writer.Line(GeneratedAttributes.OfCaller(names));
        writer.Line($"void {face}.RunReference(int phase, ref {names.Runtime}ReferenceElement element)");
        using (writer.Open())
        {
            var phases = rule.Phases.Select((model, phase) => model.IsCalled ? [] : StatementsOf(rule, phase)).ToList();
            if (InterfaceWriter.IsMeasuredOnce(rule) && CountShared(phases[0], phases[1]) is > 0 and var count)
                WriteShared(writer, phases[0], phases[1], count);
            else
                InterfaceWriter.WritePhases(writer, rule, phase => writer.Lines(phases[phase]), InterfaceWriter.Compiled(rule));
        }
    }

    /// <summary>The number of statements that a measuring phase and the update have in common at their beginning; none where the rest of the former has locals, whose
    /// names the update may have as well.</summary>
    private static int CountShared(IReadOnlyList<string> measure, IReadOnlyList<string> update)
    {
        var count = measure.Zip(update, static (statement, other) => statement == other).TakeWhile(static isSame => isSame).Count();
        return measure.Skip(count).Any(static statement => statement.Contains("var ")) ? 0 : count;
    }

    private static void WriteShared(
        IndentedTextWriter writer, IReadOnlyList<string> measure, IReadOnlyList<string> update, int count)
    {
        writer.Lines(measure.Take(count));
        using (writer.Open("if (phase == 0) // Measure"))
        {
            writer.Lines(measure.Skip(count));
            writer.Line("return;");
        }

        writer.Blank();
        writer.Lines(update.Skip(count));
    }

    private static IReadOnlyList<string> StatementsOf(RuleModel rule, int phase)
    {
        var model = rule.Phases[phase];
        var locals = new Names(
            "phase", "element", "parameter", "gradient", "direction", "original", "weight", model.Method.Name);
        List<string> states =
            [.. rule.States.Select(state => locals.Take(state.Name)), .. rule.Values.Select(value => locals.Take(value.Name))];
        List<string> reductions = model.SummingModifier >= 0
            ? [.. model.Reductions.Select(static (_, index) => $"element.Reduction({index})")]
            : [.. model.Reductions.Select(reduction => locals.Take(reduction.Name))];
        var writer = new IndentedTextWriter { Wraps = false };
        new ElementWriter(writer, rule, model, states, reductions).Write();
        return writer.ToString().TrimEnd('\n').Split('\n');
    }

    /// <summary>Writes the statements of a phase.</summary>
    private sealed class ElementWriter(
        IndentedTextWriter writer, RuleModel rule, PhaseModel phase, IReadOnlyList<string> states, IReadOnlyList<string> reductions)
    {
        private readonly ModifierNames _names = new(
            rule.Hyperparameters,
            name => $"element.Prepared[{phase.Prepared.ToList().FindIndex(index => rule.Prepared[index].Name == name)}]",
            name => states[rule.States.ToList().FindIndex(state => state.Name == name)],
            name => Value(rule, rule.Values.ToList().FindIndex(value => value.Name == name)));

        private static string Value(RuleModel rule, int index) => $"element.State({rule.FirstValue - Graph.FirstState + index})";

        public void Write()
        {
            WriteLoads();
            switch (phase.Method.Form)
            {
                case MethodForm.Direction:
                    WriteDirection();
                    break;
                case MethodForm.Update:
                    WriteUpdate();
                    break;
                case MethodForm.Measure:
                    writer.Line($"{Call()};");
                    break;
                case MethodForm.SummedGradient:
                    WriteSummands();
                    break;
                case MethodForm.Value:
                    var modifier = rule.Modifiers[phase.SummingModifier];
                    writer.Line($"{_names.Value(modifier.Value!.Name)} = {modifier.ValueExpression(_names)};");
                    break;
                case MethodForm.Kept:
                    var kept = rule.Modifiers.Last(static modifier => modifier.State is not null).State!;
                    writer.Line($"element.EvaluationWeight = {_names.State(kept.Name)};");
                    break;
                default:
                    writer.Line($"element.EvaluationWeight = {Call()};");
                    break;
            }

            if (phase.Kind == PhaseKind.Update)
                writer.Line("element.Parameter = parameter;");
        }

        private void WriteLoads()
        {
            if (phase.Over == Scope.Element)
                writer.Line("var parameter = element.Parameter;");
            if (phase.Over == Scope.Element && phase.Kind != PhaseKind.Evaluate)
            {
                writer.Line("var gradient = element.Gradient;");
                WriteStatements(
                    static (modifier, names) => modifier.GradientStatement(names),
                    phase.Method.Form == MethodForm.SummedGradient ? phase.SummingModifier : int.MaxValue);
            }

            if (phase.Method.Form is MethodForm.SummedGradient or MethodForm.Value)
                return;
            for (var index = 0; index < rule.States.Count; index++)
                writer.Line($"ref var {states[index]} = ref element.State({index});");
            foreach (var index in phase.Method.Arguments.Where(static argument => argument.Binding == Binding.Value).Select(static argument => argument.Index).Distinct())
                writer.Line($"ref var {states[rule.States.Count + index]} = ref {Value(rule, index)};");
            for (var index = 0; index < reductions.Count && phase.SummingModifier < 0; index++)
                writer.Line($"ref var {reductions[index]} = ref element.Reduction({index});");
        }

        private string Call()
        {
            var arguments = phase.Method.Arguments.Select(argument => Passing(argument) + argument.Binding switch
            {
                Binding.Gradient => "gradient",
                Binding.Parameter => "parameter",
                Binding.Step => "element.Step",
                Binding.State => states[argument.Index],
                Binding.Value => states[rule.States.Count + argument.Index],
                Binding.Reduction => reductions[argument.Index],
                Binding.Occasion => phase.IsOnInterval ? "true" : "false",
                Binding.Input => $"element.State({rule.FirstInput - Graph.FirstState + argument.Index})",
                _ when rule.Prepared[argument.Index].Kind is PreparedKind.Count or PreparedKind.Rows or PreparedKind.Columns =>
                    $"(long){_names.Prepared(rule.Prepared[argument.Index].Name)}",
                _ => _names.Prepared(rule.Prepared[argument.Index].Name),
            });
            return $"{Names.Escape(phase.Method.Name)}({string.Join(", ", arguments)})";

            static string Passing(ArgumentModel argument) =>
                !argument.IsReference ? "" : argument.Binding == Binding.Value ? "out " : "ref ";
        }

        private void WriteStatements(Func<Modifier, ModifierNames, string?> statement, int count = int.MaxValue)
        {
            foreach (var modifier in rule.Modifiers.Take(count))
            {
                if (statement(modifier, _names) is { } text)
                    writer.Line(text);
            }
        }

        private void WriteSummands()
        {
            var summands = rule.Modifiers[phase.SummingModifier].SummandExpressions(_names);
            for (var index = 0; index < summands.Count; index++)
                writer.Line($"{reductions[index]} = {summands[index]};");
        }

        private void WriteDirection()
        {
            writer.Line($"var direction = {Call()};");
            if (phase.SummingModifier >= 0)
            {
                WriteStatements(static (modifier, names) => modifier.DirectionStatement(names), phase.SummingModifier);
                WriteSummands();
                return;
            }

            WriteStatements(static (modifier, names) => modifier.DirectionStatement(names));
            WriteStatements(static (modifier, names) => modifier.DecayStatement(names));
            writer.Line("parameter = parameter - direction * this.LearningRate;");
            WriteUpdated();
        }

        private void WriteUpdated()
        {
            if (phase.IsOnInterval)
                WriteStatements(static (modifier, names) => modifier.OnIntervalStatement(names));
            WriteStatements(static (modifier, names) => modifier.UpdatedStatement(names));
        }

        private void WriteUpdate()
        {
            if (rule.Modifiers.Any(modifier => modifier.DecayStatementAfterUpdate(_names) is not null))
                writer.Line("var original = parameter;");
            writer.Line($"{Call()};");
            WriteStatements(static (modifier, names) => modifier.DecayStatementAfterUpdate(names));
            WriteUpdated();
        }
    }
}
