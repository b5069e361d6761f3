namespace FusedOptim.Tests.References;

/// <summary>The norms of Scion whose direction needs no product of matrices, with the names of the authors' code.</summary>
internal enum ScionNorm
{
    /// <summary>The sign of each element, over the number of columns.</summary>
    Sign,

    /// <summary>Each row over its norm and the root of its length.</summary>
    RowNorm,

    /// <summary>Each column over its root mean square.</summary>
    ColNorm,

    /// <summary>A vector over its root mean square.</summary>
    BiasRms,
}
