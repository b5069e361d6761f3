using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>The dimensions of states.</summary>
internal static class StateShape
{
    /// <summary>The dimensions of a state of a parameter: with one number for each matrix of its view before the rows or columns, unless it
    /// has one matrix.</summary>
    public static TensorShape Of(Parameter parameter, StateSchema state)
    {
        if (!state.IsVector)
            return parameter.Shape;
        var view = parameter.View;
        var length = (int)(state.Over == Over.Row ? view.Rows : view.Columns);
        ReadOnlySpan<int> dimensions = [(int)view.Batch, length, length];
        return new TensorShape(dimensions[(view.Batch == 1 ? 1 : 0)..(state.IsMatrix ? 3 : 2)]);
    }
}
