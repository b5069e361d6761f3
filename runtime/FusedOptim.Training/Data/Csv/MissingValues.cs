namespace FusedOptim.Training.Data;

/// <summary>What a reader of CSV files does with values that are missing: empty ones and those in
/// <see cref="CsvOptions.MissingMarkers"/>.</summary>
public enum MissingValues
{
    /// <summary>Refuses the file, with the place of the value.</summary>
    Refuse,

    /// <summary>Leaves out each row in which a feature, the label or a target value is missing.</summary>
    SkipRows,

    /// <summary>Keeps missing features as NaN, for <see cref="Imputation"/>. Missing labels and target values are refused.</summary>
    Keep,
}
