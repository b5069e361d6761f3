using System.Diagnostics;

namespace FusedOptim;

/// <content>What a debugger shows.</content>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed partial class ParameterGroup
{
    private string DebuggerDisplay => Parameters.Count == 1
        ? Invariant($"{Rule} of {Parameters[0].Name}")
        : Invariant($"{Rule} of {Parameters[0].Name} and {Parameters.Count - 1} more");
}
