namespace FusedOptim.Training.Tuning;

/// <summary>The first line of the file of a search.</summary>
/// <param name="Format">The format of the file.</param>
/// <param name="Version">Its version.</param>
/// <param name="Search">The search with its settings.</param>
/// <param name="Space">The dimensions of the space.</param>
internal sealed record SavedSearch(string Format, int Version, string Search, IReadOnlyList<string> Space);
