using System.Numerics;

namespace FusedOptim.Training;

/// <summary>The class that outputs speak for.</summary>
internal static class LargestOutput
{
    /// <summary>The index of the largest value: the first of equals; NaN is never larger.</summary>
    public static int IndexOf<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var index = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[index])
                index = i;
        }

        return index;
    }
}
