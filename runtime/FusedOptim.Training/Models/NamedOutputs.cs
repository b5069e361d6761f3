using FusedOptim.Training.Collections;
using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <summary>The names of the outputs of a network: of classes or target values. Data may name fewer than there are.</summary>
internal sealed class NamedOutputs
{
    private readonly int _count;
    // Of the first outputs; empty where no data told them.
    private readonly IReadOnlyList<string> _known;

    private NamedOutputs(int count, IReadOnlyList<string> known) => (_count, _known) = (count, known);

    /// <summary>Gets whether data or a caller have named outputs.</summary>
    public bool AreKnown => _known.Count > 0;

    /// <summary>Gets a name for each output.</summary>
    public IReadOnlyList<string> All => field ??= _known.Count == 0 ? new NumberedNames(_count)
        : _known.Count == _count ? _known
        : new ValueList<string>(_known.Concat(Enumerable.Range(_known.Count, _count - _known.Count).Select(i => Invariant($"output {i}"))));

    /// <summary>Gets the names of outputs that nothing has named.</summary>
    public static NamedOutputs Unknown(int count) => new(count, ValueList<string>.Empty);

    /// <summary>Gets names that a caller gives.</summary>
    /// <exception cref="ArgumentException">There are more or fewer names, a name is empty, or two are equal.</exception>
    public static NamedOutputs Of(int count, IReadOnlyList<string> names, string argument)
    {
        var copied = ValueList<string>.Of(names);
        if (copied.Count != count)
        {
            throw new ArgumentException(
                Invariant($"There are {copied.Count} names; there must be {count}, one for each output."), argument);
        }

        return SavedNames.FindFault(copied) is { } fault ? throw new ArgumentException($"{fault}.", argument) : new(count, copied);
    }

    /// <summary>Gets the names after training on data with other names or more.</summary>
    /// <param name="names">Names of the first outputs, which agree with these.</param>
    public NamedOutputs With(IReadOnlyList<string> names) =>
        names.Count == 0 || _known.Count >= names.Count || AreKnown && names is NumberedNames && _known is not NumberedNames
            ? this
            : new(_count, names);

    /// <summary>Finds the first output whose name in data is another one. Numbers in data, which are the names of classes without
    /// names, agree with every name that is not a number.</summary>
    /// <returns>Its index, or −1.</returns>
    public int FindDifference(IReadOnlyList<string> names)
    {
        // Of one data set, or without names: the usual case takes no time.
        if (ReferenceEquals(names, _known) || names is NumberedNames && _known is NumberedNames)
            return -1;
        for (var i = 0; i < Math.Min(names.Count, _known.Count); i++)
        {
            if (names[i] != _known[i] && !(names is NumberedNames && _known[i].AsSpan().ContainsAnyExceptInRange('0', '9')))
                return i;
        }

        return -1;
    }

    /// <summary>Writes a JSON array with an entry for each output, <see langword="null"/> for those without a name;
    /// <see langword="null"/> where no output has one.</summary>
    public string? Format() =>
        AreKnown ? SavedNames.Format([.. _known, .. Enumerable.Repeat<string?>(null, _count - _known.Count)]) : null;

    /// <summary>Reads what <see cref="Format"/> writes.</summary>
    /// <param name="text">The text of a file.</param>
    /// <param name="count">The number of outputs here. Names of another number of outputs are those of another model, of which
    /// a network may be a part: they are left out.</param>
    /// <param name="fault">What is wrong with the text; <see langword="null"/> where nothing is.</param>
    public static NamedOutputs Read(string? text, int count, out string? fault)
    {
        fault = null;
        if (text is null)
            return Unknown(count);
        var entries = SavedNames.ReadEntries(text, out fault);
        string[] known = [.. entries.OfType<string>()];
        fault ??= entries.AsSpan(0, known.Length).Contains(null) ? "a name follows an output without one" : SavedNames.FindFault(known);
        return fault is null && entries.Length == count ? new(count, new ValueList<string>(known)) : Unknown(count);
    }
}
