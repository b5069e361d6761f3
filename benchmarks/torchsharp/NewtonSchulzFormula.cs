using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.TorchSharpWorker;

/// <summary>
/// Muon's orthogonalization in operations of TorchSharp, one by one as <c>torch.optim.Muon</c> has them: five quintic iterations on the smaller
/// side.
/// </summary>
internal static class NewtonSchulzFormula
{
    private const float A = 3.4445f;
    private const float B = -4.775f;
    private const float C = 2.0315f;
    private const int IterationCount = 5;
    private const double Floor = 1e-7;

    /// <summary>Orthogonalizes a matrix.</summary>
    /// <param name="x">rows × columns, in the type to compute in.</param>
    public static Tensor Orthogonalize(Tensor x)
    {
        using var scope = NewDisposeScope();
        var isTall = x.shape[0] > x.shape[1];
        if (isTall)
            x = x.t();
        x = x.div(x.norm().clamp_min(Floor));
        for (var i = 0; i < IterationCount; i++)
        {
            var gram = x.mm(x.t());
            x = addmm(x, addmm(gram, gram, gram, B, C), x, A, 1);
        }

        return (isTall ? x.t() : x).MoveToOuterDisposeScope();
    }

    /// <summary>Orthogonalizes matrices that are not tall, all by batched products.</summary>
    /// <param name="x">count × rows × columns.</param>
    public static Tensor OrthogonalizeBatch(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = x.div(linalg.vector_norm(x, 2, [1, 2], true).clamp_min(Floor));
        for (var i = 0; i < IterationCount; i++)
        {
            var gram = x.bmm(x.transpose(1, 2));
            x = baddbmm(x, baddbmm(gram, gram, gram, B, C), x, A, 1);
        }

        return x.MoveToOuterDisposeScope();
    }
}
