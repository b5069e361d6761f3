using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Harness;

/// <summary>The elements of tensors in double.</summary>
internal static class Values
{
    /// <summary>Copies the elements, row by row.</summary>
    public static double[] Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }
}
