using System.Collections;

namespace FusedOptim.Training.Collections;

/// <summary>A list that cannot change and equals another one with equal elements, so that records with lists are equal where
/// their contents are.</summary>
internal sealed class ValueList<T>(IEnumerable<T> values) : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _values = [.. values];

    /// <summary>The list without elements.</summary>
    public static ValueList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public T this[int index] => _values[index];

    /// <summary>Copies a list, unless it is one already.</summary>
    public static ValueList<T> Of(IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? Empty : values as ValueList<T> ?? new(values);
    }

    /// <summary>The elements, to be enumerated without allocation.</summary>
    public ReadOnlySpan<T> AsSpan() => _values;

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The elements, such as "[1, 2]".</summary>
    public override string ToString() => $"[{string.Join(", ", _values.Select(value => Invariant($"{value}")))}]";
}
