namespace FusedOptim.Schema;

/// <summary>One input of a rule: what the caller gives before a step.</summary>
/// <param name="Name">The name of the methods' parameter, by which the caller gives it.</param>
/// <param name="Over">Whether each element has its own value, each tensor, or the model one.</param>
public sealed record InputSchema(string Name, Over Over)
{
    /// <summary>Whether a value serves until it is given again; otherwise it is given for each step.</summary>
    public bool IsKept { get; init; }
}
