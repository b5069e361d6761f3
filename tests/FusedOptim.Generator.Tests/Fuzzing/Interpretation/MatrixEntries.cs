namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>The rows, columns and matrices of a tensor.</summary>
internal sealed class MatrixEntries
{
    private static readonly Over[] s_places = [Over.Row, Over.Column, Over.Matrix];
    private readonly MatrixView _view;
    private readonly Dictionary<Over, IReadOnlyList<EntryMemory>> _entries;

    /// <param name="view">The view.</param>
    /// <param name="elements">The elements, in their order in memory.</param>
    /// <param name="create">Makes a row, a column or a matrix of an index.</param>
    public MatrixEntries(MatrixView view, IReadOnlyList<EntryMemory> elements, Func<Over, int, EntryMemory> create)
    {
        _view = view;
        _entries = s_places.ToDictionary(over => over, IReadOnlyList<EntryMemory> (over) =>
            [.. Enumerable.Range(0, view.CountOf(over)).Select(index => create(over, index))]);
        _entries[Over.Element] = elements;
        foreach (var (space, entries) in _entries)
        {
            for (var index = 0; index < entries.Count; index++)
                entries[index].Places = [.. s_places.Where(over => over != space && IndexOf(over, space, index) >= 0).Select(over => _entries[over][IndexOf(over, space, index)])];
        }
    }

    public long Rows => _view.Rows;

    public long Columns => _view.Columns;

    /// <summary>The elements, rows, columns or matrices.</summary>
    public IReadOnlyList<EntryMemory> this[Over over] => _entries[over];

    /// <summary>The index of the row, column or matrix that an entry belongs to; −1 where it belongs to none.</summary>
    public int IndexOf(Over over, Over space, int entry) => _view.IndexOf(over, space, entry);

    /// <summary>Forgets what was summed and handed out.</summary>
    public void BeginStep()
    {
        foreach (var entry in s_places.SelectMany(over => _entries[over]))
            entry.Values.Clear();
    }
}
