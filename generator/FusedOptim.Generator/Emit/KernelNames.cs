namespace FusedOptim.Generator.Emit;

/// <summary>
/// Gives out what tells the kernels of a declaration apart. Choices are called as the project likes: "Strict" too, and two of them
/// after each other can read as a third.
/// </summary>
internal sealed class KernelNames
{
    /// <summary>The prefix of the names of strict kernels.</summary>
    public const string Strict = "Strict";

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The wish, with a number behind it where that name, or its strict one, is taken.</summary>
    public string Take(string wish)
    {
        var name = wish;
        for (var number = 2; _taken.Contains(name) || _taken.Contains(Strict + name); number++)
            name = wish + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _taken.Add(name);
        _taken.Add(Strict + name);
        return name;
    }
}
