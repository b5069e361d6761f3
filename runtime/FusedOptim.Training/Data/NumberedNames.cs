using System.Collections;
using System.Globalization;

namespace FusedOptim.Training.Data;

/// <summary>The names "0", "1", "2" and so on, which take no memory.</summary>
internal sealed class NumberedNames(int count) : IReadOnlyList<string>
{
    public int Count => count;

    public string this[int index] => (uint)index < (uint)count
        ? index.ToString(CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(
            nameof(index), index, Invariant($"index is {index}; it must be from 0 to {count - 1}."));

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
