using FusedOptim.Execution;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

/// <summary>Many numbers at once beside one after the other.</summary>
public class RandomNumbersTests
{
    public static TheoryData<KernelTarget> Targets =>
        [.. KernelTargets.Supported.Where(target => target >= KernelTarget.Scalar)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void HaveTheBitsOfOneAfterTheOther(KernelTarget target)
    {
        var random = new RandomStream(-5, (4L << 32) | 7);
        foreach (var first in (long[])[0, 1, 2, 7, (1L << 33) - 3, (3L << 36) + 12])
        {
            foreach (var length in (int[])[0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 1000])
            {
                var uniform = new double[length];
                var normal = new double[length];
                RandomNumbers.FillUniform(random, first, uniform, target);
                RandomNumbers.FillNormal(random, first, normal, target);
                for (var i = 0; i < length; i++)
                {
                    Assert.Equal(random.GetUniform(first + i), uniform[i]);
                    Assert.Equal(random.GetNormal(first + i), normal[i]);
                }
            }
        }
    }

    [Fact]
    public void AreAddedAndFilledInBlocks()
    {
        var random = new RandomStream(3, 8);
        var sums = new float[777];
        sums.AsSpan().Fill(1);
        RandomNumbers.AddNormal(random, first: 5, factor: 0.25, sums);
        var values = new double[777];
        RandomNumbers.FillNormal(random, mean: 2, deviation: 0.5, values);
        for (var i = 0; i < sums.Length; i++)
        {
            Assert.Equal(1 + (float)(0.25 * random.GetNormal(5 + i)), sums[i]);
            Assert.Equal(2 + 0.5 * random.GetNormal(i), values[i]);
        }
    }

    /// <summary>The ends of the center, beside their neighbours.</summary>
    [Fact]
    public void QuantilesInVectorsAreThoseOfOneValue()
    {
        double[] probabilities =
        [
            0.5, 0.075, 0.925, double.BitIncrement(0.925), double.BitDecrement(0.075), 1e-16, 1 - 1e-16, 1e-300, 0.3, 0.7, 0.0749, 0.9251, 0.6,
        ];
        var values = probabilities.ToArray();
        NormalQuantile.Apply(values);
        Assert.Equal(probabilities.Select(NormalQuantile.At), values);
    }
}
