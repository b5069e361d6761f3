namespace FusedOptim;

/// <summary>
/// Declares an optimizer. The record must be <c>sealed partial</c>; its positional parameters are the hyperparameters,
/// and its method <c>Direction</c> or <c>Update</c>, written in real numbers (<see langword="double"/>), is compiled at
/// build time into one fused, vectorized pass over memory, for tensors of <see langword="float"/> and of
/// <see langword="double"/>.
/// </summary>
/// <remarks>
/// <para>
/// <c>double Direction(double gradient, …)</c> returns what is subtracted from the parameter after scaling by the
/// learning rate: <c>parameter -= LearningRate * Direction(…)</c>.
/// <c>void Update(ref double parameter, double gradient, …)</c> is the free form.
/// </para>
/// <para>
/// Parameters of the method bind by name: <c>gradient</c>, <c>parameter</c>, and <c>step</c> (an <see langword="int"/>
/// counted from 1). A <c>ref double</c> parameter with <see cref="StateAttribute"/> is memory of its own for every
/// element.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UpdateRuleAttribute : Attribute
{
    /// <summary>The rewriting of varying arithmetic that is allowed; <see cref="FloatMode.Deterministic"/> by default.</summary>
    public FloatMode FloatMode { get; init; }
}
