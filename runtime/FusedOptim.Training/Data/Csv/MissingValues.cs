namespace FusedOptim.Training.Data;

/// <summary>The treatment of missing values of CSV files: empty ones and those in
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
