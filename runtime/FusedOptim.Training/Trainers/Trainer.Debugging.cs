using System.Diagnostics;

namespace FusedOptim.Training;

/// <content>What a debugger shows.</content>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed partial class Trainer
{
    private string DebuggerDisplay => Invariant(
        $"epoch {EpochCount}, step {Optimizer.StepCount}: {string.Join(", ", Optimizer.Groups.Select(group => group.Rule.Schema.Name).Distinct())}, {_loss}");
}
