namespace FusedOptim.Testing;

/// <summary>A tensor to verify a rule over.</summary>
/// <param name="Length">The number of elements.</param>
/// <param name="View">Its matrices, for a rule that sees rows and columns; otherwise null.</param>
internal readonly record struct TensorCase(int Length, MatrixView? View)
{
    public static TensorCase Of(MatrixView view) => new((int)view.Count, view);
}
