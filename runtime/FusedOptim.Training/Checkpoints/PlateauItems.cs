using FusedOptim.Schedules;

namespace FusedOptim.Training.Checkpoints;

/// <summary>The items of a checkpoint for what a <see cref="ReduceOnPlateau"/> remembers.</summary>
internal static class PlateauItems
{
    /// <summary>Lists the items.</summary>
    /// <param name="name">The name that those of the items begin with.</param>
    /// <param name="plateau">The schedule.</param>
    public static IEnumerable<CheckpointItem> Of(string name, ReduceOnPlateau plateau) =>
    [
        new CheckpointItem.Number<double>(
            $"{name}.value", () => plateau.State.Value, value => plateau.Restore(plateau.State with { Value = value }),
            value => value >= plateau.Minimum && double.IsFinite(value)
                ? null : Invariant($"finite and at least the minimum, {plateau.Minimum}")),
        new CheckpointItem.Number<double>(
            $"{name}.best", () => plateau.State.Best, value => plateau.Restore(plateau.State with { Best = value }),
            value => double.IsNaN(value) ? "a number" : null),
        CheckpointItem.Count(
            $"{name}.bad_count", () => plateau.State.BadCount,
            value => plateau.Restore(plateau.State with { BadCount = value }), plateau.Patience),
        CheckpointItem.Count(
            $"{name}.remaining_cooldown", () => plateau.State.RemainingCooldown,
            value => plateau.Restore(plateau.State with { RemainingCooldown = value }), plateau.Cooldown),
    ];
}
