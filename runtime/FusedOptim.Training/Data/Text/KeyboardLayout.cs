namespace FusedOptim.Training.Data.Text;

/// <summary>Which keys of a keyboard are side by side.</summary>
public sealed class KeyboardLayout
{
    private readonly Dictionary<char, char[]> _neighbours = [];

    /// <summary>
    /// A keyboard of rows of keys. A key's neighbours are those beside it, and, in a row above or below whose keys stand
    /// half a key further right in each row, the two that touch it.
    /// </summary>
    /// <param name="rows">The characters of each row, the highest row first; letters in lower case.</param>
    /// <exception cref="ArgumentException">A character is there twice, or is an upper-case letter.</exception>
    public KeyboardLayout(params ReadOnlySpan<string> rows)
    {
        var keys = new Dictionary<char, (int Row, int Column)>();
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                var key = rows[row][column];
                if (char.IsUpper(key))
                    throw new ArgumentException($"The key '{key}' is upper case; keys are lower case.", nameof(rows));
                if (!keys.TryAdd(key, (row, column)))
                    throw new ArgumentException($"The key '{key}' is there twice; keys must differ.", nameof(rows));
            }
        }

        foreach (var (key, place) in keys)
        {
            _neighbours[key] =
            [
                .. keys.Where(other => AreNeighbours(place, other.Value)).Select(other => other.Key).Order(),
            ];
        }
    }

    /// <summary>The letters of keyboards that begin with QWERTY.</summary>
    public static KeyboardLayout Qwerty { get; } = new("qwertyuiop", "asdfghjkl", "zxcvbnm");

    /// <summary>The neighbours of a key, in the order of their codes, upper case for upper case; none for a character that
    /// no key has.</summary>
    /// <param name="character">The character.</param>
    public IReadOnlyList<char> GetNeighbors(char character)
    {
        var neighbours = _neighbours.GetValueOrDefault(char.ToLowerInvariant(character), []);
        return char.IsUpper(character) ? [.. neighbours.Select(char.ToUpperInvariant)] : neighbours;
    }

    private static bool AreNeighbours((int Row, int Column) a, (int Row, int Column) b) => (b.Row - a.Row) switch
    {
        0 => Math.Abs(a.Column - b.Column) == 1,
        1 => b.Column == a.Column || b.Column == a.Column - 1,
        -1 => b.Column == a.Column || b.Column == a.Column + 1,
        _ => false,
    };
}
