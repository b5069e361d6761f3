namespace FusedOptim.Training.Safetensors;

/// <summary>Names of parameters and tensors in messages.</summary>
internal static class NameList
{
    private const int MaximumCount = 6;
    private const int MaximumLength = 100;

    /// <summary>The first names in quotes, and how many more there are.</summary>
    public static string Of(IReadOnlyCollection<string> names)
    {
        var first = string.Join(", ", names.Take(MaximumCount).Select(Quote));
        return names.Count <= MaximumCount ? first : Invariant($"{first} and {names.Count - MaximumCount} more");
    }

    /// <summary>A text of a file in quotes; it may be as long as a header.</summary>
    public static string Quote(string text) =>
        text.Length <= MaximumLength ? $"'{text}'" : $"'{text.AsSpan(0, MaximumLength)}...'";
}
