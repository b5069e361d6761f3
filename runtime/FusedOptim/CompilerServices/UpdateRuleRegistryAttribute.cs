using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>Names the class in which the generator describes the rules of an assembly.</summary>
/// <param name="registry">The class; its property <c>All</c> lists them.</param>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UpdateRuleRegistryAttribute(Type registry) : Attribute
{
    /// <summary>The class.</summary>
    public Type Registry => registry;
}
