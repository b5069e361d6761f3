namespace FusedOptim.Tests.References;

/// <summary>An optimizer of one matrix, for each matrix of the last two dimensions of a tensor.</summary>
internal sealed class EachMatrix : IMatrixReference
{
    private readonly MatrixShape _shape;
    private readonly IMatrixReference[] _references;

    public EachMatrix(int[] dimensions, Func<int, int, IMatrixReference> create)
    {
        _shape = MatrixShape.OfLastTwo(dimensions);
        _references = [.. Enumerable.Range(0, _shape.Batch).Select(_ => create(_shape.Rows, _shape.Columns))];
    }

    public void Step(double[] parameter, double[] gradient)
    {
        var count = _shape.Rows * _shape.Columns;
        foreach (var (index, reference) in _references.Index())
        {
            var matrix = parameter[(index * count)..((index + 1) * count)];
            reference.Step(matrix, gradient[(index * count)..((index + 1) * count)]);
            matrix.CopyTo(parameter, index * count);
        }
    }
}
