namespace FusedOptim.Generator.IR;

/// <summary>
/// The type of a value. The first three are uniform: computed once a step, from hyperparameters and the step alone. The
/// others vary from element to element.
/// </summary>
internal enum NodeType : byte
{
    /// <summary>A uniform in double.</summary>
    Real,

    /// <summary>A uniform int, with the semantics of C#.</summary>
    Integer,

    /// <summary>A uniform bool.</summary>
    Boolean,

    /// <summary>A value for each element, in the precision of the tensor.</summary>
    Varying,

    /// <summary>A truth value for each element.</summary>
    Mask,

    /// <summary>A value for each element in double, in kernels of float: what reductions take.</summary>
    Wide,

    /// <summary>A truth value for each element that chooses between values in double.</summary>
    WideMask,
}

internal static class NodeTypeExtensions
{
    public static bool IsUniform(this NodeType type) => type <= NodeType.Boolean;

    public static bool IsWide(this NodeType type) => type is NodeType.Wide or NodeType.WideMask;

    /// <summary>The same in double, for each element.</summary>
    public static NodeType Widened(this NodeType type) => type is NodeType.Mask ? NodeType.WideMask : NodeType.Wide;
}
