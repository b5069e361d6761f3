using FusedOptim.Formats;

namespace FusedOptim.Tests.Formats;

public class RoundingNoiseTests
{
    [Fact]
    public void LanesAreTheNoiseOfTheirElements()
    {
        var key = new RoundingNoise(1, 2, 3).BlockKey(4);
        for (var element = 0; element < StorageFormat.BlockLength; element++)
        {
            Assert.Equal(RoundingNoise.Of(key, element), RoundingNoise.Of8(in key, First(8))[element % 8]);
            Assert.Equal(RoundingNoise.Of(key, element), RoundingNoise.Of16(in key, First(16))[element % 16]);
            Assert.Equal(RoundingNoise.Of(key, element), RoundingNoise.Of32(in key, First(32))[element % 32]);

            nuint First(int count) => (nuint)(element - element % count);
        }
    }

    [Fact]
    public void KeysOfManyBlocksAreThoseOfEach()
    {
        var noise = new RoundingNoise(1, 2, 3).From(5L * StorageFormat.BlockLength);
        for (var count = 0; count < 20; count++)
        {
            var keys = new uint[count];
            noise.BlockKeys(keys);
            Assert.Equal(Enumerable.Range(0, count).Select(noise.BlockKey), keys);
        }
    }

    [Fact]
    public void BlocksAreCountedFromTheFirstElement()
    {
        var noise = new RoundingNoise(1, 2, 3);
        Assert.Equal(noise.BlockKey(7), noise.From(3 * StorageFormat.BlockLength).BlockKey(4));
        var far = noise.From((1L << 40) * StorageFormat.BlockLength);
        Assert.NotEqual(noise.BlockKey(0), far.BlockKey(0));
    }

    [Fact]
    public void EveryCounterChangesTheNoise()
    {
        uint[] keys =
        [
            new RoundingNoise(1, 2, 3).BlockKey(4), new RoundingNoise(0, 2, 3).BlockKey(4),
            new RoundingNoise(1, 1, 3).BlockKey(4), new RoundingNoise(1, 2, 4).BlockKey(4),
            new RoundingNoise(1, 2, 3).BlockKey(5),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void BitsAreEvenAndIndependent()
    {
        // Each bit of 64 elements of 2,000 blocks: set half the time, and equal to that of the next element half the time.
        const int blocks = 2000;
        var noise = new RoundingNoise(11, 0, 1);
        for (var bit = 0; bit < RoundingNoise.BitCount; bit++)
        {
            var (set, equal) = (0, 0);
            for (var block = 0; block < blocks; block++)
            {
                var key = noise.BlockKey(block);
                for (var element = 0; element < 64; element++)
                {
                    var value = RoundingNoise.Of(key, element) >> bit & 1;
                    set += (int)value;
                    equal += value == (RoundingNoise.Of(key, (element + 1) % 64) >> bit & 1) ? 1 : 0;
                }
            }

            // Five standard deviations of a binomial count.
            const double count = blocks * 64;
            var tolerance = 5 * Math.Sqrt(count) / 2;
            Assert.Equal(count / 2, set, tolerance);
            Assert.Equal(count / 2, equal, tolerance);
        }
    }
}
