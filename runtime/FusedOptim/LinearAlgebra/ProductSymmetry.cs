namespace FusedOptim.LinearAlgebra;

/// <summary>What is known of a product before it is computed.</summary>
internal enum ProductSymmetry
{
    /// <summary>All elements are computed.</summary>
    None,

    /// <summary>C is symmetric bit by bit: strips from the diagonal down are computed, and mirrored.</summary>
    Symmetric,

    /// <summary>A and B are the same symmetric matrix, and C receives a polynomial of it.</summary>
    Polynomial,
}
