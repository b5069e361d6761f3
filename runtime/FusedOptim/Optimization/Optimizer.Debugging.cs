using System.Diagnostics;

namespace FusedOptim;

/// <content>What a debugger shows.</content>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed partial class Optimizer
{
    private string DebuggerDisplay => Invariant(
        $"step {StepCount}: {string.Join(", ", Groups.Select(group => group.Rule.Schema.Name).Distinct())}, {Groups.Count} groups");
}
