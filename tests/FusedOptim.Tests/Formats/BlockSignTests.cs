using FusedOptim.Formats;

namespace FusedOptim.Tests.Formats;

/// <summary>Negative values of a block are neither zeros nor values that are not finite.</summary>
[Trait("Kind", "Formats")]
public class BlockSignTests
{
    [Fact]
    public void NegativeZeroDoesNotMakeADenominatorZero()
    {
        var block = new float[StorageFormat.BlockLength];
        (block[0], block[1], block[2]) = (1e20f, 1e-30f, -0f);

        var decoded = FormatValues.RoundTrip(new BlockFloat8Format(), block, new RoundingNoise(1, 0, 1));

        Assert.True(decoded[1] > 0);
        Assert.All(decoded[2..], value => Assert.Equal(0, value));
    }

    /// <summary>The NaN that a processor makes has a sign on x64, and none on Arm.</summary>
    [Fact]
    public void TheSignOfNaNChangesNoOtherValue()
    {
        var block = Enumerable.Range(1, StorageFormat.BlockLength).Select(i => 1f / i / i).ToArray();
        block[3] = float.NegativeInfinity;
        block[5] = BitConverter.UInt32BitsToSingle(0xFFC00000);
        var negative = FormatValues.RoundTrip(new BlockFloat8Format(), block, new RoundingNoise(1, 0, 1));
        block[3] = float.PositiveInfinity;
        block[5] = BitConverter.UInt32BitsToSingle(0x7FC00000);
        var positive = FormatValues.RoundTrip(new BlockFloat8Format(), block, new RoundingNoise(1, 0, 1));
        Assert.Equal(positive, negative);
    }
}
