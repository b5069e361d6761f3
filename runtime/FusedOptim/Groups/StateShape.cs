namespace FusedOptim.Groups;

/// <summary>The dimensions of states.</summary>
internal static class StateShape
{
    /// <summary>The dimensions of a state of a parameter: with one number for each matrix of its view before the rows or columns, unless it
    /// has one matrix.</summary>
    public static TensorShape Of(Parameter parameter, Over over)
    {
        var view = parameter.View;
        return over switch
        {
            Over.Row => OfVectors(view.Rows),
            Over.Column => OfVectors(view.Columns),
            _ => parameter.Shape,
        };

        TensorShape OfVectors(long length) => view.Batch == 1 ? new((int)length) : new((int)view.Batch, (int)length);
    }
}
