using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the calls of a rule's methods over matrices.</summary>
internal static class MatrixPhaseWriter
{
    /// <summary>Nothing, where the rule has no such method.</summary>
    public static void Write(IndentedTextWriter writer, RuleModel rule, string face)
    {
        List<int> phases = [.. Enumerable.Range(0, rule.Phases.Count).Where(phase => rule.Phases[phase].IsCalled)];
        if (phases.Count == 0)
            return;
        var names = FullNames.Of(rule);
        writer.Line(GeneratedAttributes.OfCaller(names));
        writer.Line($"void {face}.RunMatrix(int phase, in {names.Runtime}MatrixContext matrix)");
        using (writer.Open())
            InterfaceWriter.WritePhases(writer, rule, phase => WriteCall(writer, rule, rule.Phases[phase]), phases);
        writer.Blank();
    }

    private static void WriteCall(IndentedTextWriter writer, RuleModel rule, PhaseModel phase)
    {
        var locals = new Names("phase", "matrix", phase.Method.Name);
        var handedOut = new List<(int Value, string Local)>();
        var arguments = phase.Method.Arguments.Select(argument => argument.Binding switch
        {
            Binding.Step => "matrix.Step",
            Binding.MatrixOfValues => $"matrix.Elements({rule.FirstValue - Graph.FirstState + argument.Index})",
            Binding.MatrixOfState when rule.States[argument.Index].IsMatrix => $"matrix.State({argument.Index})",
            Binding.MatrixOfState => $"matrix.Elements({argument.Index})",
            Binding.Value when argument.IsReference => $"out var {HandedOut(argument.Index)}",
            Binding.Value => $"matrix.GetValue({argument.Index})",
            _ when rule.Prepared[argument.Index].Kind is PreparedKind.Count or PreparedKind.Rows or PreparedKind.Columns =>
                $"(long){Prepared(argument.Index)}",
            _ => Prepared(argument.Index),
        });
        writer.Line($"{Names.Escape(phase.Method.Name)}({string.Join(", ", arguments)});");
        foreach (var (value, local) in handedOut)
            writer.Line($"matrix.SetValue({value}, {local});");

        string HandedOut(int value)
        {
            handedOut.Add((value, locals.Take(rule.Values[value].Name)));
            return handedOut[handedOut.Count - 1].Local;
        }

        string Prepared(int prepared) => $"matrix.Prepared[{phase.Prepared.ToList().IndexOf(prepared)}]";
    }
}
