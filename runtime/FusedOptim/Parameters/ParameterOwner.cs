namespace FusedOptim;

/// <summary>The optimizer's part of a parameter, as far as the set needs it.</summary>
internal abstract class ParameterOwner
{
    /// <summary>Whether the optimizer steps the parameter: it does not while the parameter is frozen.</summary>
    public bool IsStepped { get; set; }

    /// <summary>The name of the rule, where it sees rows or columns of the parameter and the optimizer has states of the parameter.
    /// </summary>
    public abstract string? RuleWithView { get; }

    /// <summary>Whether elements of two parameters that lie side by side can be stepped as one segment.</summary>
    /// <param name="next">The owner of the second elements.</param>
    /// <param name="count">The number of elements from the start of this parameter to the start of the other one.</param>
    public abstract bool IsContinuedBy(ParameterOwner next, nint count);
}
