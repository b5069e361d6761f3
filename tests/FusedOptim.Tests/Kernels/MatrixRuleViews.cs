namespace FusedOptim.Tests.Kernels;

/// <summary>Views of parameters of one dimension, for rules that work on matrices.</summary>
internal static class MatrixRuleViews
{
    /// <summary>Gives a parameter the view of the matrix that is nearest to a square, if the rule works on matrices.</summary>
    public static void GiveView(this Parameter parameter, IUpdateRule rule)
    {
        if (!rule.Schema.TakesMatrices || parameter.Shape.Rank > 1)
            return;
        var columns = (long)Math.Sqrt(parameter.Count);
        while (parameter.Count % columns != 0)
            columns--;
        var view = new MatrixView(1, parameter.Count / columns, columns);
        // A view of one row is that of a vector.
        parameter.View = view == parameter.View ? view.Transpose() : view;
    }
}
