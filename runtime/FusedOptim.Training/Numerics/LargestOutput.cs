using System.Numerics;

namespace FusedOptim.Training.Numerics;

/// <summary>The class that outputs speak for.</summary>
internal static class LargestOutput
{
    /// <summary>The result of <see cref="IndexOf"/> where outputs do not tell.</summary>
    public const int None = -1;

    /// <summary>The index of the largest value, of equals the first. <see cref="None"/> where a value is NaN, or several are
    /// infinite and the largest: which of them was larger is lost.</summary>
    public static int IndexOf<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (index, isShared) = (0, false);
        for (var i = 0; i < values.Length; i++)
        {
            if (T.IsNaN(values[i]))
                return None;
            if (values[i] > values[index])
                (index, isShared) = (i, false);
            else if (i > 0 && values[i] == values[index])
                isShared = true;
        }

        return isShared && T.IsInfinity(values[index]) ? None : index;
    }
}
