using FusedOptim.Numerics;

namespace FusedOptim.Arm64;

/// <summary>Records sums of blocks, which measuring phases are reduced by, of all short lengths and of whole blocks.</summary>
internal static class SumRecorder
{
    private const int LaneCount = 16;

    public static void Record(CaseWriter cases)
    {
        var generator = new BitGenerator(5);
        Span<double> values = stackalloc double[BlockReduction.Length + LaneCount];
        foreach (var length in (int[])[.. Enumerable.Range(0, 68), BlockReduction.Length - 1, BlockReduction.Length])
        {
            for (var repeat = 0; repeat < 8; repeat++)
            {
                // A sum with a NaN among its elements has no more to show.
                values.Clear();
                if (repeat == 0)
                    EdgeValues.Fill(values[..length], ref generator);
                else
                    EdgeValues.FillFinite(values[..length], ref generator);
                var wholeLength = length / LaneCount * LaneCount;
                cases.WriteSum(
                    values[..wholeLength], values.Slice(wholeLength, LaneCount), BlockReduction.Sum<double>(values[..length]));
            }
        }
    }
}
