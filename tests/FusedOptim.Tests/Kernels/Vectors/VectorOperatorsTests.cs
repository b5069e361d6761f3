using FusedOptim.CompilerServices;
using FusedOptim.CompilerServices.Operators;

namespace FusedOptim.Tests.Kernels.Vectors;

public class VectorOperatorsTests
{
    [Fact]
    public void OtherTypesThanVectorsAreRefused()
    {
        var refusal = Assert.Throws<NotSupportedException>(() => Sum(Guid.Empty, Guid.Empty));
        Assert.Equal("System.Guid is not a vector of generated kernels.", refusal.Message);
    }

    private static V Sum<V>(V a, V b)
        where V : struct => a + b;
}
