namespace FusedOptim.Testing;

/// <summary>The values that the elements of a verified tensor have.</summary>
internal enum InputKind
{
    /// <summary>Finite values, whose sums and the results of these sums are also finite.</summary>
    Finite,

    /// <summary>
    /// Values of <see cref="Testing.EdgeValues"/>. An ordinary value takes the place of a sum that is not finite, because the update would
    /// only have NaN to show.
    /// </summary>
    EdgeValues,

    /// <summary>Values of <see cref="BoundaryValues"/>, with the sums that they have.</summary>
    Boundaries,
}
