using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>The contents of the gradient's memory after a kernel: the two implementations make two compiled loops of one source.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGradientAccess
{
    /// <summary>Whether zeros are written where gradients were read; a constant for the compiler.</summary>
    static abstract bool Zero { get; }
}

/// <summary>The gradients stay as they are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct KeepGradients : IGradientAccess
{
    /// <inheritdoc/>
    public static bool Zero => false;
}

/// <summary>The gradients are zero afterwards.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ZeroGradients : IGradientAccess
{
    /// <inheritdoc/>
    public static bool Zero => true;
}
