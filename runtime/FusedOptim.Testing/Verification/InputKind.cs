namespace FusedOptim.Testing;

/// <summary>What the elements of a verified tensor are.</summary>
internal enum InputKind
{
    /// <summary>Finite, so that sums are, and what is computed from them.</summary>
    Finite,

    /// <summary>Of every kind; an ordinary value takes the place of a sum that is not finite, or the update would have
    /// nothing but NaN to show.</summary>
    EdgeValues,

    /// <summary>Of every kind, with the sums that they have.</summary>
    EdgeValuesAndSums,
}
