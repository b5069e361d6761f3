using System.Diagnostics;

namespace FusedOptim.Training.Data;

/// <summary>A column of a CSV file: its name in the header, or its index, from 0 or from the end. Strings, integers and indexes are
/// converted implicitly: <c>Targets = ["price", 3, ^1]</c>.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct CsvColumn
{
    /// <summary>Initializes a column by its name.</summary>
    /// <param name="name">The name in the header.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public CsvColumn(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>Initializes a column by its index.</summary>
    /// <param name="index">The index: 0 is the first column, ^1 the last.</param>
    public CsvColumn(Index index) => Index = index;

    /// <summary>Gets the name; <see langword="null"/> for a column by index.</summary>
    public string? Name { get; }

    /// <summary>Gets the index; 0 for a column by name.</summary>
    public Index Index { get; }

    /// <summary>Converts a name.</summary>
    public static implicit operator CsvColumn(string name) => new(name);

    /// <summary>Converts an index from the first column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative. Write ^1 for the last column.</exception>
    public static implicit operator CsvColumn(int index) => index >= 0
        ? new(new Index(index))
        : throw new ArgumentOutOfRangeException(
            nameof(index), index, Invariant($"The index of a column is {index}; it must be at least 0. Write ^1 for the last column."));

    /// <summary>Converts an index from the first or the last column.</summary>
    public static implicit operator CsvColumn(Index index) => new(index);

    /// <summary>Returns the name in quotes, or the index, such as "^1".</summary>
    public override string ToString() => Name is null ? Invariant($"{Index}") : $"\"{Name}\"";
}
