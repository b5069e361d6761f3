namespace FusedOptim;

/// <summary>
/// What a parameter is for. Groups are usually made by it (no weight decay on biases and scales, say), and parameters of
/// one kind lie side by side in memory, so that such a group is one range.
/// </summary>
public enum ParameterKind
{
    /// <summary>A matrix or kernel that inputs are multiplied by.</summary>
    Weight,

    /// <summary>An offset that is added to a layer's output.</summary>
    Bias,

    /// <summary>The factor of a normalization.</summary>
    Scale,

    /// <summary>A table with a row for each token.</summary>
    Embedding,

    /// <summary>Anything else.</summary>
    Other,
}
