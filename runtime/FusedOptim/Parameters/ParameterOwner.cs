namespace FusedOptim;

/// <summary>What an optimizer has for one parameter, as far as the set asks.</summary>
internal abstract class ParameterOwner
{
    /// <summary>Whether the optimizer steps the parameter: it does not while the parameter is frozen.</summary>
    public bool IsStepped { get; set; }

    /// <summary>Whether elements of two parameters that lie side by side can be stepped as one segment.</summary>
    /// <param name="next">What the parameter of the second elements has.</param>
    /// <param name="count">The number of elements from the start of this parameter to the start of the other one.</param>
    public abstract bool IsContinuedBy(ParameterOwner next, nint count);
}
