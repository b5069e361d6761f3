namespace FusedOptim.Training.Data;

/// <summary>A feature of examples in a CSV file.</summary>
/// <param name="Column">The column.</param>
/// <param name="Category">The category that the feature is 1 for, and 0 for others; <see langword="null"/> for the number in the column,
/// or for a feature for each category.</param>
internal readonly record struct CsvFeature(int Column, string? Category);
