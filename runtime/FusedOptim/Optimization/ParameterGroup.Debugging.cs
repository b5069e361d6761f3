using System.Diagnostics;

namespace FusedOptim;

/// <content>The text of a group, in messages and debuggers.</content>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed partial class ParameterGroup
{
    /// <summary>Returns the rule with its hyperparameters and the first of the parameters.</summary>
    public override string ToString() => DebuggerDisplay;

    private string DebuggerDisplay => Parameters.Count == 1
        ? Invariant($"{Rule} of {Parameters[0].Name}")
        : Invariant($"{Rule} of {Parameters[0].Name} and {Parameters.Count - 1} more");
}
