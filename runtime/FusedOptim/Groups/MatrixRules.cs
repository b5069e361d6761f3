using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>The parameters that a rule with phases over matrices can step: those of two dimensions or more, and those with a view of their
/// own.</summary>
internal static class MatrixRules
{
    /// <summary>Checks that a rule can step a parameter.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    /// <param name="schema">The rule.</param>
    /// <param name="parameter">The parameter.</param>
    public static void Check(RuleSchema schema, Parameter parameter)
    {
        if (!schema.TakesMatrices)
            return;
        var view = parameter.View;
        if (parameter.Shape.Rank < 2 && view == MatrixView.Of(parameter.Shape))
        {
            throw new ArgumentException(
                $"{schema.Name} cannot step '{parameter.Name}' {parameter.Shape}: the rule works on matrices, and the parameter is none. Give it " +
                "another rule, as Split.ByRank(muon, adamW) does, or set Parameter.View to the matrices that it consists of.", "parameters");
        }

        if (view.Rows * view.Columns > Array.MaxLength)
        {
            throw new ArgumentException(
                Invariant($"{schema.Name} cannot step '{parameter.Name}' {parameter.Shape}: its matrices of {view.Rows} × {view.Columns} have more than ") +
                Invariant($"{Array.MaxLength} elements. Set Parameter.View to smaller ones."), "parameters");
        }
    }
}
