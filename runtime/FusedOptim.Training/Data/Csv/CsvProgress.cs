namespace FusedOptim.Training.Data;

/// <summary>The progress of reading a CSV file.</summary>
/// <param name="RowCount">The number of examples that have been read.</param>
/// <param name="Position">The number of bytes of the file or stream that have been read, compressed as they are there; for a text,
/// the number of characters.</param>
/// <param name="Length">The number of bytes that there are to read; <see langword="null"/> where it is not known: for texts and for
/// streams that cannot seek.</param>
public readonly record struct CsvProgress(long RowCount, long Position, long? Length);
