using System.Numerics;

namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>Lists of rows with gradients, the same in each run.</summary>
internal static class RowLists
{
    /// <summary>Rows of a table for each of some steps, unsorted: none, one, some, all, and adjacent ones.</summary>
    public static int[][] Of(int rowCount, int seed = 5)
    {
        var random = new Random(seed);
        var all = Enumerable.Range(0, rowCount).ToArray();
        return
        [
            Some(rowCount / 2), [], [rowCount - 1], Shuffled(all), Some(rowCount / 3),
            [.. Enumerable.Range(rowCount / 3, rowCount / 3)], all, Some(2 * rowCount / 3),
        ];

        int[] Some(int count) => Shuffled(all)[..count];

        int[] Shuffled(int[] rows)
        {
            var shuffled = rows.ToArray();
            random.Shuffle(shuffled);
            return shuffled;
        }
    }

    /// <summary>Numbers of sizes between 0 and 2, of both signs.</summary>
    public static T[] Numbers<T>(int count, int seed)
        where T : unmanaged, INumber<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked((random.NextDouble() - 0.5) * 4 * random.NextDouble()))];
    }
}
