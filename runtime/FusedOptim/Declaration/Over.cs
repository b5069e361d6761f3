namespace FusedOptim;

/// <summary>What a sum, a maximum or a scalar of a rule belongs to.</summary>
public enum Over
{
    /// <summary>Each tensor for itself.</summary>
    Tensor,

    /// <summary>All tensors that the optimizer steps.</summary>
    Model,
}
